import { describe, expect, test } from 'vitest';
import { packTar, readTar } from '../../../src/stores/sql/tar.ts';

const entries = [
  { path: 'base', data: undefined },
  { path: 'base/1', data: Buffer.from('one') },
  { path: 'empty', data: Buffer.alloc(0) },
  { path: 'block', data: Buffer.alloc(512, 7) },
];

describe('tar', () => {
  test('reads back what it packs', () => {
    const read = [...readTar(Buffer.from(packTar(entries)))];
    expect(read.map(({ path, data }) => ({ path, data: data && Buffer.from(data) }))).toEqual(entries);
  });

  test.each([700, 1500])('refuses an archive cut after %d bytes', (length) => {
    expect(() => [...readTar(Buffer.from(packTar(entries)).subarray(0, length))]).toThrow('ends early');
  });

  test('refuses a header that has changed', () => {
    const archive = Buffer.from(packTar(entries));
    archive[512 + 3] = 0x41;
    expect(() => [...readTar(archive)]).toThrow('Bad header at byte 512');
  });

  test('refuses a path that does not fit', () => {
    expect(() => packTar([{ path: 'a'.repeat(101), data: undefined }])).toThrow('too long');
  });
});
