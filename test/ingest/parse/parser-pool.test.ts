import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { createFixture } from 'fs-fixture';
import type { FsFixture } from 'fs-fixture';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openParserPool } from '../../../src/ingest/parse/parser-pool.ts';
import type { ParserPool, ParserPoolOptions } from '../../../src/ingest/parse/parser-pool.ts';
import { DEFAULT_READ_LIMITS } from '../../../src/ingest/read/limits.ts';
import { endlessPdf } from '../../fixtures/hostile.ts';

const CV = 'Jane Example\njane@example.com\n\nExperience\nEngineer, Acme\t2019 – 2021\n- Wrote TypeScript\n';
let folder: FsFixture;
let endless = '';
const pools: ParserPool[] = [];

beforeAll(async () => {
  folder = await createFixture({
    'cv.txt': CV,
    'empty.txt': '',
    'large.txt': 'x'.repeat(5000),
    sub: { 'cv.md': CV },
  });
  endless = (await endlessPdf(folder.path)).path;
  return () => folder.rm();
});

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

function open(options: Partial<ParserPoolOptions> = {}): ParserPool {
  const pool = openParserPool({
    size: 1,
    limits: DEFAULT_READ_LIMITS,
    timeoutMs: 30_000,
    now: '2026-11',
    ...options,
  });
  pools.push(pool);
  return pool;
}

/** Parsing children of a process. */
function children(of = process.pid): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, parent, ...command]) =>
        parent === String(of) && command.some((word) => /parse\/child\.[jt]s$/.test(word)),
    )
    .map(([pid]) => Number(pid));
}

describe('one file', { timeout: 30_000 }, () => {
  test('is read, understood and named by its bytes', async () => {
    const document = await open().parse(folder.getPath('cv.txt'));
    expect(document.id).toBe(createHash('sha256').update(CV).digest('hex'));
    expect(document.content).toMatchObject({ format: 'txt', losses: [] });
    expect(document.profile.emails.map(({ value }) => value)).toEqual(['jane@example.com']);
    expect(
      document.chunks.map(({ start, end }) => document.content.text.slice(start, end)).join(' '),
    ).toContain('Wrote TypeScript');
  });

  test('that is no file, is gone, is empty or is too large says so, and the child goes on', async () => {
    const pool = open({ limits: { ...DEFAULT_READ_LIMITS, fileBytes: 4000 } });
    const pipe = folder.getPath('pipe.txt');
    execFileSync('mkfifo', [pipe]);
    await expect(pool.parse(folder.path)).rejects.toMatchObject({ outcome: 'unsupported' });
    await expect(pool.parse(pipe)).rejects.toMatchObject({ outcome: 'unsupported' });
    await expect(pool.parse(folder.getPath('gone.pdf'))).rejects.toMatchObject({
      outcome: 'unreadable',
      message: 'it is gone',
    });
    await expect(pool.parse(folder.getPath('empty.txt'))).rejects.toMatchObject({ outcome: 'no-text' });
    await expect(pool.parse(folder.getPath('large.txt'))).rejects.toMatchObject({ outcome: 'too-large' });
    const [child] = children();
    await expect(pool.parse(folder.getPath('sub/cv.md'))).resolves.toMatchObject({
      content: { format: 'md' },
    });
    expect(children()).toEqual([child]);
  });

  test.skipIf(process.getuid?.() === 0)('without permission is unreadable', async () => {
    await folder.writeFile('secret.txt', CV);
    chmodSync(folder.getPath('secret.txt'), 0o000);
    await expect(open().parse(folder.getPath('secret.txt'))).rejects.toMatchObject({ outcome: 'unreadable' });
  });
});

describe('a pool', { timeout: 60_000 }, () => {
  test('has no more children than its size and answers every call', async () => {
    const pool = open({ size: 2 });
    const documents = await Promise.all(
      Array.from({ length: 20 }, () => pool.parse(folder.getPath('cv.txt'))),
    );
    expect(new Set(documents.map(({ id }) => id)).size).toBe(1);
    expect(children().length).toBeLessThanOrEqual(2);
  });

  test('kills what takes too long; only that file pays', async () => {
    const pool = open({ timeoutMs: 1500 });
    const slow = pool.parse(endless);
    const next = pool.parse(folder.getPath('cv.txt'));
    await expect(slow).rejects.toMatchObject({
      outcome: 'timeout',
      message: expect.stringContaining('1.5 seconds'),
    });
    await expect(next).resolves.toMatchObject({ content: { format: 'txt' } });
  });

  test('replaces a child that dies, and its file alone fails', async () => {
    const pool = open();
    await pool.parse(folder.getPath('cv.txt'));
    const [child] = children();
    const dying = pool.parse(endless);
    const next = pool.parse(folder.getPath('cv.txt'));
    process.kill(child ?? 0, 'SIGSEGV');
    await expect(dying).rejects.toMatchObject({
      outcome: 'corrupt',
      message: expect.stringContaining('SIGSEGV'),
    });
    await expect(next).resolves.toMatchObject({ content: { format: 'txt' } });
    expect(children()).not.toContain(child);
  });

  test('an abort ends the running file and takes waiting ones out of the line', async () => {
    const pool = open();
    const [running, waiting] = [new AbortController(), new AbortController()];
    const first = pool.parse(endless, running.signal);
    const second = pool.parse(folder.getPath('cv.txt'), waiting.signal);
    const third = pool.parse(folder.getPath('cv.txt'));
    waiting.abort(new Error('not this one'));
    await expect(second).rejects.toThrow('not this one');
    running.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    await expect(third).resolves.toBeDefined();
    await expect(
      pool.parse(folder.getPath('cv.txt'), AbortSignal.abort(new Error('too late'))),
    ).rejects.toThrow('too late');
  });

  test('leaves no child behind when it is closed, and takes no more work', async () => {
    const pool = open({ size: 2 });
    const running = pool.parse(endless);
    const failed = expect(running).rejects.toBeDefined();
    await pool.close();
    await failed;
    expect(children()).toEqual([]);
    await expect(pool.parse(folder.getPath('cv.txt'))).rejects.toMatchObject({ code: 'CVX_PARSER_CLOSED' });
    await pool.close();
  });

  test('children ignore Ctrl-C: the parent decides what becomes of the file', async () => {
    const pool = open();
    await pool.parse(folder.getPath('cv.txt'));
    const before = children();
    for (const child of before) process.kill(child, 'SIGINT');
    await pool.parse(folder.getPath('cv.txt'));
    expect(children()).toEqual(before);
  });

  test('children end with their parent, even where it was killed', async () => {
    const module = new URL('../../../src/ingest/parse/parser-pool.ts', import.meta.url).href;
    const options = { size: 1, limits: DEFAULT_READ_LIMITS, timeoutMs: 60_000, now: '2026-11' };
    const script = `
      const { openParserPool } = await import(${JSON.stringify(module)});
      const pool = openParserPool(${JSON.stringify(options)});
      await pool.parse(${JSON.stringify(folder.getPath('cv.txt'))});
      process.stdout.write('read');
      setInterval(() => undefined, 1000);`;
    const loader = ['--import', import.meta.resolve('tsx'), '--input-type=module'];
    const parent = spawn(process.execPath, [...loader, '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(parent.stdout, 'data');
      const orphans = children(parent.pid);
      expect(orphans).toHaveLength(1);
      parent.kill('SIGKILL');
      await expect.poll(() => orphans.filter(isAlive), { timeout: 10_000 }).toEqual([]);
    } finally {
      parent.kill('SIGKILL');
    }
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
