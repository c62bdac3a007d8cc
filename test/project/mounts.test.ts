import { chmod, symlink } from 'node:fs/promises';
import process from 'node:process';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { readProject } from '../../src/project/read-project.ts';

async function onDisk(root: string): Promise<Record<string, string | undefined>> {
  const { services } = await readProject({ root, env: { HOME: '/nowhere' } });
  return Object.fromEntries(services.flatMap(({ mounts }) => mounts.map((m) => [m.target, m.onDisk])));
}

test('what stands at the source of a mount; nothing is said of what is outside or no bind', async () => {
  await using fixture = await createFixture({
    'compose.yaml': `services:
  a:
    image: a:1
    volumes:
      - ./conf/a.conf:/file
      - ./conf:/folder/
      - ./conf/none/deeper:/absent
      - ./link.conf:/link-inside
      - ./dangling:/dangling
      - ./out:/link-outside
      - ./out/none:/behind-a-link-outside
      - /etc/hostname:/outside
      - ~/none:/home
      - data:/volume
    tmpfs: /tmp
volumes: {data: }
`,
    'conf/a.conf': 'x',
  });
  await symlink('conf/a.conf', fixture.getPath('link.conf'));
  await symlink('nowhere', fixture.getPath('dangling'));
  await symlink('/etc', fixture.getPath('out'));
  expect(await onDisk(fixture.path)).toEqual({
    '/file': 'file',
    '/folder': 'folder',
    '/absent': 'absent',
    '/link-inside': 'file',
    '/dangling': undefined,
    '/link-outside': undefined,
    '/behind-a-link-outside': undefined,
    '/outside': undefined,
    '/home': undefined,
    '/volume': undefined,
    '/tmp': undefined,
  });
});

test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
  'a folder that may not be entered tells nothing',
  async () => {
    await using fixture = await createFixture({
      'compose.yaml': 'services:\n  a:\n    image: a:1\n    volumes: ["./shut/a.conf:/a.conf"]\n',
      'shut/a.conf': 'x',
    });
    await chmod(fixture.getPath('shut'), 0o000);
    const found = await onDisk(fixture.path);
    await chmod(fixture.getPath('shut'), 0o755);
    expect(found).toEqual({ '/a.conf': undefined });
  },
);
