import { execa } from 'execa';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allStacks, writeStack } from './stacks.ts';

const version = await execa('docker', ['compose', 'version'], { reject: false });
const able = version.exitCode === 0;
if (!able) console.warn('skipped: rendered stacks in docker compose (no docker compose plugin)');

describe.skipIf(!able)('docker compose', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cvx-compose-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(allStacks())('$name: is accepted without a word', async ({ name, files, hosts }) => {
    const root = join(folder, name.replaceAll(/\W+/g, '-'));
    await writeStack(root, files);
    for (const host of hosts) {
      const cwd = hosts.length === 1 ? root : join(root, host.name);
      // No environment of ours: what .env lacks would be found there.
      const env = { PATH: process.env['PATH'] ?? '', HOME: folder };
      const { stdout, stderr } = await execa('docker', ['compose', 'config', '-q'], {
        cwd,
        env,
        extendEnv: false,
      });
      expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
    }
  });

  test('without an address of another host it says which variable is missing', async () => {
    const stack = allStacks().find(({ hosts }) => hosts.length > 1);
    const host = stack?.hosts[0];
    if (stack === undefined || host === undefined) throw new Error('No stack of several hosts');
    const root = join(folder, 'unaddressed');
    const bare = new Map(
      [...stack.files].map(([path, file]) => [
        path,
        path.endsWith('.env')
          ? { ...file, text: file.text.replaceAll(/^(HOST_\d+_ADDRESS)=.*$/gm, '$1=') }
          : file,
      ]),
    );
    await writeStack(root, bare);
    const run = await execa('docker', ['compose', 'config', '-q'], {
      cwd: join(root, host.name),
      reject: false,
    });
    expect(run.exitCode).not.toBe(0);
    expect(run.stderr).toMatch(/HOST_\d_ADDRESS/);
  });
});
