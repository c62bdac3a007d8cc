import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StagedFile, StagedPath, Staging } from '../../src/stores/staging.ts';

function file(path: string, content: string | Uint8Array = path): StagedFile {
  const bytes = Buffer.from(content);
  return { path, hash: createHash('sha256').update(bytes).digest('hex'), bytes };
}

/** Each promise of the Staging port. `open` gives an empty one. */
export function stagingContract(name: string, open: () => Promise<Staging>): void {
  describe(`${name} as staging`, () => {
    let staging: Staging;
    beforeEach(async () => {
      staging = await open();
    });
    afterEach(() => staging.close());

    const paths = async (): Promise<StagedPath[]> => {
      const found: StagedPath[] = [];
      for await (const one of staging.paths()) found.push(one);
      return found;
    };

    test('gives back every byte under the path, and keeps it', async () => {
      const every = file(
        '/cvs/a.pdf',
        Uint8Array.from({ length: 512 }, (_, n) => n % 256),
      );
      const empty = file('/cvs/b.txt', '');
      await staging.put([every, empty]);
      for (const one of [every, empty, every]) {
        const got = await staging.get(one.path);
        expect({ ...got, bytes: Buffer.from(got?.bytes ?? []).toString('hex') }).toEqual({
          ...one,
          bytes: Buffer.from(one.bytes).toString('hex'),
        });
      }
      expect(await staging.get('/cvs/other.pdf')).toBeUndefined();
      expect(await staging.stats()).toEqual({ files: 2, bytes: 512 });
    });

    test('tells which of some paths have bytes, empty ones too', async () => {
      await staging.put([file('/a.txt'), file('/b.txt', ''), file('/c.txt')]);
      await staging.remove('/c.txt', file('/c.txt').hash);
      expect(await staging.waiting(['/b.txt', '/c.txt', '/a.txt', '/d.txt', '/a.txt'])).toEqual(
        new Set(['/a.txt', '/b.txt']),
      );
      expect(await staging.waiting([])).toEqual(new Set());
    });

    test('keeps the last bytes of a path, also within one call', async () => {
      await staging.put([file('/a.txt', 'one'), file('/a.txt', 'two')]);
      expect((await staging.get('/a.txt'))?.hash).toBe(file('/a.txt', 'two').hash);
      await staging.put([file('/a.txt', 'three')]);
      expect((await staging.get('/a.txt'))?.hash).toBe(file('/a.txt', 'three').hash);
      expect(await staging.stats()).toEqual({ files: 1, bytes: 5 });
    });

    test('keeps the same bytes for each of their paths', async () => {
      await staging.put([file('/a.txt', 'same'), file('/b.txt', 'same')]);
      expect(await staging.remove('/a.txt', file('/a.txt', 'same').hash)).toBe(true);
      expect(await staging.get('/a.txt')).toBeUndefined();
      expect((await staging.get('/b.txt'))?.hash).toBe(file('/b.txt', 'same').hash);
    });

    test('removes only the bytes that it is told', async () => {
      const [older, newer] = [file('/a.txt', 'older'), file('/a.txt', 'newer')];
      await staging.put([older]);
      await staging.put([newer]);
      expect(await staging.remove('/a.txt', older.hash)).toBe(false);
      expect((await staging.get('/a.txt'))?.hash).toBe(newer.hash);
      expect(await staging.remove('/a.txt', newer.hash)).toBe(true);
      expect(await staging.remove('/a.txt', newer.hash)).toBe(false);
      expect(await staging.stats()).toEqual({ files: 0, bytes: 0 });
    });

    test('lists all paths in order, however many', async () => {
      const files = Array.from({ length: 2500 }, (_, n) => file(`/cvs/${String(n).padStart(4, '0')}.txt`));
      await staging.put(files.toReversed());
      expect(await paths()).toEqual(files.map(({ path, hash }) => ({ path, hash })));
    });

    test('takes nothing without complaint', async () => {
      await staging.put([]);
      expect(await paths()).toEqual([]);
    });

    test('stops at an abort and after close', async () => {
      const aborted = AbortSignal.abort(new Error('enough'));
      await expect(staging.put([file('/a.txt')], { signal: aborted })).rejects.toThrow('enough');
      await staging.ping();
      await staging.close();
      await staging.close();
      for (const call of [
        () => staging.put([]),
        () => staging.get('/a.txt'),
        () => staging.waiting(['/a.txt']),
        () => staging.remove('/a.txt', ''),
        () => staging.stats(),
        () => staging.ping(),
        paths,
      ])
        await expect(call()).rejects.toMatchObject({ code: 'CVX_STORE_CLOSED' });
    });
  });
}
