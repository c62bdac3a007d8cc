import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CvxError } from '../../../src/lib/errors.ts';
import { openSession } from '../../../src/stores/sql/session.ts';
import { openEmbedded } from '../embedded.ts';

let embedded: Awaited<ReturnType<typeof openEmbedded>>;
beforeAll(async () => {
  embedded = await openEmbedded();
}, 60_000);
afterAll(() => embedded.close());

/** Everything that a log or a bug report could print of an error. */
function printed(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return [error.message, JSON.stringify(error), error.cause === undefined ? '' : printed(error.cause)].join(
    '\n',
  );
}

describe('openSession', () => {
  test('reports a refused statement without what stood in it', async () => {
    const session = openSession(embedded.pool, 'test');
    await session.query('insert into cvx.files (path, outcome) values ($1, $2)', ['secret.txt', 'corrupt']);
    const refused = [
      session.query('insert into cvx.files (path, outcome) values ($1, $2)', ['secret.txt', 'corrupt']),
      session.query('select $1::uuid', ['secret']),
      session.query('select jsonb \'{"secret"\'', []),
    ];
    for (const query of refused) {
      const error: unknown = await query.catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(CvxError);
      expect(error).toMatchObject({ code: 'CVX_STORE_FAILED', exit: 70 });
      expect(printed(error)).not.toContain('secret');
    }
  });

  test('rolls a failed transaction back and stays usable', async () => {
    const session = openSession(embedded.pool, 'test');
    const failing = session.transaction(async (run) => {
      await run("insert into cvx.files (path, outcome) values ('gone.txt', 'corrupt')");
      throw new TypeError('a bug');
    });
    await expect(failing).rejects.toThrow(TypeError);
    expect(await session.query("select from cvx.files where path = 'gone.txt'", [])).toEqual([]);
  });

  test('says that the store is unavailable once the pool has ended', async () => {
    const other = await openEmbedded();
    await other.close();
    await expect(openSession(other.pool, 'test').ping()).rejects.toMatchObject({
      code: 'CVX_STORE_UNAVAILABLE',
      exit: 3,
    });
  });
});
