import { symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createFixture, type FsFixture } from 'fs-fixture';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { discover, type Discovered } from '../../src/ingest/discover.ts';

let fixture: FsFixture;
beforeAll(async () => {
  fixture = await createFixture({
    'a.pdf': '',
    'b [final].docx': '',
    'line\nbreak 🙂.txt': '',
    '.hidden.pdf': '',
    '~$b.docx': '',
    'Thumbs.db': '',
    'sub/c.pdf': '',
    'sub/.git/d.pdf': '',
  });
  await symlink('..', fixture.getPath('sub/up'));
  await symlink('nowhere', fixture.getPath('sub/broken'));
});
afterAll(() => fixture.rm());

async function found(...paths: string[]): Promise<Discovered[]> {
  const all: Discovered[] = [];
  for await (const one of discover(paths, fixture.path)) {
    const path = relative(fixture.path, one.path);
    all.push('missing' in one ? { path, missing: one.missing } : { path });
  }
  return all;
}

test('a folder gives its files in name order, without what desktops and offices leave behind', async () => {
  expect(await found('.')).toEqual([
    { path: 'a.pdf' },
    { path: 'b [final].docx' },
    { path: 'line\nbreak 🙂.txt' },
    { path: join('sub', 'broken'), missing: 'a link to a file that is not there' },
    { path: join('sub', 'c.pdf') },
  ]);
});

test('a file named outright is taken even where a folder would pass it over', async () => {
  expect(await found('.hidden.pdf')).toEqual([{ path: '.hidden.pdf' }]);
});

test('brackets in a name are a name before they are a pattern', async () => {
  expect(await found('b [final].docx')).toEqual([{ path: 'b [final].docx' }]);
});

test('a pattern gives its files, each once however often it is asked for', async () => {
  expect(await found('*.pdf', '**/*.pdf', 'a.pdf')).toEqual([
    { path: 'a.pdf' },
    { path: join('sub', 'c.pdf') },
  ]);
});

test('what is not there is said, and the rest goes on', async () => {
  expect(await found('gone.pdf', 'no*match', 'a.pdf')).toEqual([
    { path: 'gone.pdf', missing: 'no such file or folder' },
    { path: 'no*match', missing: 'no file matches this pattern' },
    { path: 'a.pdf' },
  ]);
});
