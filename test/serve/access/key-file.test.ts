import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { addKey, hashKey, readKeyFile } from '../../../src/serve/access/key-file.ts';

const HASH = 'a'.repeat(64);

test('a new key is stored as its hash only, for its owner only', async () => {
  await using fixture = await createFixture({});
  const file = fixture.getPath('home/api-keys');
  const page = await addKey(file, 'page', 'read');
  const ops = await addKey(file, 'ops@example.com', 'admin');
  expect(page).toMatch(/^cvx_[\w-]{43}$/);
  expect(ops).not.toBe(page);
  expect(await readKeyFile(file)).toEqual([
    { name: 'page', role: 'read', hash: hashKey(page) },
    { name: 'ops@example.com', role: 'admin', hash: hashKey(ops) },
  ]);
  const text = await readFile(file, 'utf8');
  expect(text).not.toContain(page.slice(4));
  expect(((await stat(file)).mode & 0o777).toString(8)).toBe('600');
});

test('what stands in the file by hand stays', async () => {
  await using fixture = await createFixture({});
  const file = fixture.getPath('api-keys');
  await writeFile(file, `# ours\nold read ${HASH} # since 2020`, { mode: 0o600 });
  await addKey(file, 'new', 'ingest');
  expect(await readFile(file, 'utf8')).toMatch(
    /^# ours\nold read a{64} # since 2020\nnew ingest [0-9a-f]{64}\n$/,
  );
});

test('a name is given once, and has nothing that a log could break on', async () => {
  await using fixture = await createFixture({});
  const file = fixture.getPath('api-keys');
  await addKey(file, 'page', 'read');
  await expect(addKey(file, 'page', 'admin')).rejects.toMatchObject({ code: 'CVX_API_KEY_EXISTS', exit: 2 });
  for (const name of ['', 'a b', 'a\nb admin', '-x', '"', 'x'.repeat(65)])
    await expect(addKey(file, name, 'read')).rejects.toMatchObject({ code: 'CVX_USAGE' });
});

test.each([
  ['page read', 2],
  [`page root ${HASH}`, 2],
  [`page read ${HASH.slice(1)}`, 2],
  [`page read ${HASH} more`, 2],
  [`a,b read ${HASH}`, 2],
])('%j is refused by its line', async (line, number) => {
  await using fixture = await createFixture({ 'api-keys': `\n${line}\n` });
  const file = fixture.getPath('api-keys');
  await chmod(file, 0o600);
  await expect(readKeyFile(file)).rejects.toThrow(`${file}:${number}:`);
});

test('no file, no keys; a file that others may write to, or a name twice, is refused', async () => {
  await using fixture = await createFixture({ 'api-keys': `a read ${HASH}\na admin ${HASH}\n` });
  expect(await readKeyFile(fixture.getPath('absent'))).toEqual([]);
  const file = fixture.getPath('api-keys');
  await chmod(file, 0o600);
  await expect(readKeyFile(file)).rejects.toThrow('two keys are named a');
  await chmod(file, 0o622);
  await expect(readKeyFile(file)).rejects.toThrow('other users may write to it');
});
