import { chmod, lstat, readdir, readFile, writeFile } from 'node:fs/promises';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { applyEdits } from '../../src/edits/apply-edits.ts';
import type { Edit } from '../../src/edits/edit.ts';
import { applyTransaction } from '../../src/edits/transaction/apply-transaction.ts';
import { runCvx, type RunResult } from '../cli/run-cvx.ts';

const COMPOSE = 'services:\n  # the cache\n  redis:\n    image: redis:7   # pinned\n';
const ENV = "PORT=1\nREDIS_PASSWORD='hunter2'\n";

type Fixture = Awaited<ReturnType<typeof createFixture>>;

/** A project as `cvx doctor --fix` leaves it: two files edited, one made. */
async function repaired(project: Fixture): Promise<void> {
  await chmod(project.getPath('.env'), 0o600);
  const edits: Edit[] = [
    { do: 'set-yaml', file: 'compose.yaml', path: ['services', 'redis', 'restart'], value: 'unless-stopped' },
    { do: 'set-env', file: '.env', key: 'REDIS_PASSWORD', value: 'correct horse' },
    { do: 'write-file', file: 'ops/rules.yml', text: 'groups: []\n' },
  ];
  const { changes, refused } = applyEdits(
    new Map([
      ['compose.yaml', COMPOSE],
      ['.env', ENV],
    ]),
    edits,
  );
  expect(refused).toEqual([]);
  await applyTransaction({ root: project.path, changes, reason: 'cvx doctor --fix' });
}

async function files(project: Fixture): Promise<Record<string, string>> {
  const names = (await readdir(project.path, { recursive: true })).filter((name) => !name.startsWith('.cvx'));
  const read = names.map(async (name) => {
    const { mode } = await lstat(project.getPath(name));
    return [
      name,
      `${mode.toString(8)} ${await readFile(project.getPath(name), 'utf8').catch(() => 'folder')}`,
    ] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

function undo(project: Fixture, ...flags: string[]): Promise<RunResult> {
  return runCvx(['undo', ...flags], { cwd: project.path });
}

test('gives back every byte and mode, removes what was made, and a second time has nothing to do', async () => {
  await using project = await createFixture({ 'compose.yaml': COMPOSE, '.env': ENV });
  await chmod(project.getPath('.env'), 0o600);
  const before = await files(project);
  await repaired(project);
  const list = await undo(project, '--list');
  expect(list.stdout).toMatch(
    /^\d{4}-\S+ {2}cvx doctor --fix\n {2}compose\.yaml\n {2}\.env\n {2}ops\/rules\.yml\n$/,
  );
  const { stdout, stderr, code } = await undo(project);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^Took back cvx doctor --fix of \S+:\n {2}restored {2}compose\.yaml\n {2}restored {2}\.env\n {2}removed {3}ops\/rules\.yml\n$/,
  );
  expect(stderr).toMatch(/cvx undo \d{4}-/);
  expect(await files(project)).toEqual(before);
  expect(await undo(project)).toEqual({ stdout: 'There is nothing to undo here.\n', stderr: '', code: 0 });
});

test('an undo is taken back by its id', async () => {
  await using project = await createFixture({ 'compose.yaml': COMPOSE, '.env': ENV });
  await repaired(project);
  const after = await files(project);
  const { stdout } = await undo(project, '--json');
  const { id, undone } = z
    .object({
      schema: z.literal(1),
      id: z.string(),
      undone: z.object({
        id: z.string(),
        command: z.literal('cvx doctor --fix'),
        files: z.array(z.object({ file: z.string(), action: z.string() })),
      }),
    })
    .parse(JSON.parse(stdout));
  expect(undone.files.at(-1)).toEqual({ file: 'ops/rules.yml', action: 'removed' });
  expect((await undo(project, id)).code).toBe(0);
  expect(await files(project)).toEqual(after);
});

test('--dry-run shows a diff without secrets and changes nothing', async () => {
  await using project = await createFixture({ 'compose.yaml': COMPOSE, '.env': ENV });
  await repaired(project);
  const after = await files(project);
  const { stdout, code } = await undo(project, '--dry-run');
  expect(code).toBe(0);
  expect(stdout).toContain(
    '--- a/compose.yaml\n+++ b/compose.yaml\n@@ -2,4 +2,3 @@\n   # the cache\n   redis:\n     image: redis:7   # pinned\n-    restart: unless-stopped\n',
  );
  expect(stdout).toContain('--- a/ops/rules.yml\n+++ /dev/null\n');
  expect(stdout).not.toMatch(/hunter2|correct horse/);
  expect(await files(project)).toEqual(after);
});

test('an edited file is named and nothing is touched', async () => {
  await using project = await createFixture({ 'compose.yaml': COMPOSE, '.env': ENV });
  await repaired(project);
  await writeFile(project.getPath('.env'), 'MINE=1\n');
  const after = await files(project);
  const { stderr, code } = await undo(project, '--json');
  expect(code).toBe(2);
  expect(JSON.parse(stderr)).toMatchObject({
    error: { code: 'CVX_EDITED_SINCE', message: expect.stringContaining('.env') },
  });
  expect(await files(project)).toEqual(after);
});

test('says which folder or id it does not know', async () => {
  await using project = await createFixture({ 'a.txt': '' });
  expect((await undo(project, '--project', 'nowhere')).stderr).toContain('There is no folder nowhere.');
  const unknown = await undo(project, '2020');
  expect({ code: unknown.code, text: unknown.stderr }).toEqual({
    code: 2,
    text: expect.stringContaining('No change here is called 2020.'),
  });
  expect((await undo(project, '--list')).stdout).toBe('cvx has changed nothing here.\n');
});
