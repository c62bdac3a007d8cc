import { chmod, copyFile, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { findProgram } from '../../lib/find-program.ts';

const LIBRARIES = fileURLToPath(new URL('libraries', import.meta.url));

const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** The label of an image that is made of local programs. */
export const MADE_HERE = 'cvx.made-here';

/** An image made of programs of this machine, for a stack whose images cannot be pulled. */
export interface LocalImage {
  /** On the PATH here, and in /usr/local/bin of the image. */
  readonly programs: readonly string[];
  readonly scripts?: Readonly<Record<string, string>>;
  /** Dockerfile instructions. */
  readonly changes: readonly string[];
  readonly python?: true;
  /** Files and folders of this machine with the libraries of programs among them, and their place in the image: the same unless told. */
  readonly files?: readonly (string | readonly [from: string, to: string])[];
  /** Folders that any account may write to, as those that a volume is made from. */
  readonly writable?: readonly string[];
  /** Names in /etc/passwd, by their number. */
  readonly accounts?: Readonly<Record<string, number>>;
}

/** As the official images start, so that the compose file of a stranger runs as it is. */
const IMAGES: readonly (readonly [RegExp, LocalImage])[] = [
  [
    /^redis:/,
    {
      programs: ['redis-server', 'redis-cli'],
      // As the official image's build does: its network is Docker's.
      scripts: {
        entrypoint:
          '#!/bin/sh\n[ "$1" = redis-server ] || exec "$@"\nshift\nexec redis-server --protected-mode no "$@"\n',
      },
      changes: ['ENTRYPOINT ["entrypoint"]', 'CMD ["redis-server"]'],
    },
  ],
  [
    /^prom\/prometheus:/,
    {
      programs: ['prometheus', 'promtool', 'wget'],
      changes: [
        'WORKDIR /prometheus',
        'ENTRYPOINT ["prometheus"]',
        'CMD ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"]',
      ],
    },
  ],
  [
    /^oliver006\/redis_exporter:/,
    { programs: ['prometheus-redis-exporter'], changes: ['ENTRYPOINT ["prometheus-redis-exporter"]'] },
  ],
  [
    /^qdrant\/qdrant:/,
    {
      programs: ['qdrant'],
      changes: ['WORKDIR /qdrant', 'ENV QDRANT__TELEMETRY_DISABLED=true', 'CMD ["qdrant"]'],
    },
  ],
  [
    /^python:/,
    {
      programs: ['curl'],
      python: true,
      scripts: {
        // What a Dockerfile installs is in the image already.
        pip: '#!/bin/sh\nexit 0\n',
        uvicorn: '#!/bin/sh\nexec python3 -m uvicorn "$@"\n',
      },
      changes: ['ENV PYTHONPATH=/opt/libraries', 'CMD ["python3"]'],
    },
  ],
];

/** Makes an image where Docker has none of that name; undefined where it has. */
export async function makeImage(tag: string): Promise<string | undefined> {
  if (await isPresent(tag)) return undefined;
  const image = IMAGES.find(([name]) => name.test(tag))?.[1];
  if (image === undefined) throw new Error(`There is no image ${tag}, and none is made of local programs`);
  await importImage(tag, image);
  return tag;
}

/** Whether Docker has an image of that name. */
export async function isPresent(tag: string): Promise<boolean> {
  return !(await execa('docker', ['image', 'inspect', tag], { reject: false })).failed;
}

/** Makes it, and gives it this name. */
export async function importImage(tag: string, image: LocalImage): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'cvx-image-'));
  try {
    await fill(root, image);
    const env = 'ENV PATH=/usr/local/bin:/usr/bin:/bin';
    const changes = [env, `LABEL ${MADE_HERE}=true`, ...image.changes].flatMap((change) => [
      '--change',
      change,
    ]);
    const tar = execa('tar', ['-C', root, '--owner=0', '--group=0', '-c', '.'], { buffer: false });
    await tar.pipe('docker', ['import', ...changes, '-', tag]);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function fill(root: string, image: LocalImage): Promise<void> {
  const { programs, scripts = {}, python, files = [], writable = [], accounts } = image;
  for (const folder of ['/tmp', ...writable]) {
    await mkdir(join(root, folder), { recursive: true });
    await chmod(join(root, folder), 0o1777);
  }
  await mkdir(join(root, dirname(CERTIFICATES)), { recursive: true });
  // Qdrant does not start without any.
  await copyFile(CERTIFICATES, join(root, CERTIFICATES)).catch(() => undefined);
  await mkdir(join(root, 'usr/local/bin'), { recursive: true });
  // What health checks take for granted, as the official images have it.
  for (const program of ['sh', 'bash', 'grep', 'cat', ...programs]) {
    const from = findProgram(program);
    if (from === undefined) throw new Error(`${program} is not on the PATH`);
    await copyProgram(root, from, `usr/local/bin/${program}`);
  }
  await mkdir(join(root, 'bin'), { recursive: true });
  await symlink('/usr/local/bin/sh', join(root, 'bin/sh')).catch(() => undefined);
  for (const [name, text] of Object.entries(scripts)) {
    await writeFile(join(root, 'usr/local/bin', name), text);
    await chmod(join(root, 'usr/local/bin', name), 0o755);
  }
  for (const file of files)
    await copyAsIs(root, ...(typeof file === 'string' ? ([file, file] as const) : file));
  if (accounts !== undefined) await writeAccounts(root, accounts);
  if (python === true) await copyPython(root);
}

async function copyAsIs(root: string, path: string, to: string): Promise<void> {
  await cp(path, join(root, to), { recursive: true, dereference: true });
  const { stdout } = await execa('find', [
    '-L',
    path,
    '-type',
    'f',
    '(',
    '-executable',
    '-o',
    '-name',
    '*.so',
    ')',
  ]);
  for (const file of stdout.split('\n').filter((line) => line !== '')) await copyLibraries(root, file);
}

async function writeAccounts(root: string, accounts: Readonly<Record<string, number>>): Promise<void> {
  const names = Object.entries({ root: 0, ...accounts });
  await mkdir(join(root, 'etc'), { recursive: true });
  await writeFile(
    join(root, 'etc/passwd'),
    names.map(([name, id]) => `${name}:x:${id}:${id}::/:/bin/sh\n`).join(''),
  );
  await writeFile(join(root, 'etc/group'), names.map(([name, id]) => `${name}:x:${id}:\n`).join(''));
}

/** A program with the libraries that the dynamic linker takes it with. */
async function copyProgram(root: string, from: string, to: string): Promise<void> {
  await mkdir(dirname(join(root, to)), { recursive: true });
  await copyFile(from, join(root, to));
  await chmod(join(root, to), 0o755);
  await copyLibraries(root, from);
}

async function copyLibraries(root: string, file: string): Promise<void> {
  const { stdout } = await execa('ldd', [file], { reject: false });
  for (const [, library = ''] of stdout.matchAll(/(?:=> |^\s+)(\/\S+) \(/gm)) {
    await mkdir(dirname(join(root, library)), { recursive: true });
    await copyFile(library, join(root, library));
  }
}

/** The interpreter with its standard library, and what the backend needs: installed beside it, or the stand-ins. */
async function copyPython(root: string): Promise<void> {
  const python = process.env['CVX_TEST_PYTHON'] ?? 'python3';
  const program =
    'import json, sys, sysconfig; print(json.dumps([sys._base_executable, sysconfig.get_path("stdlib"), sysconfig.get_path("purelib")]))';
  const { stdout } = await execa(python, ['-c', program]);
  const [executable = '', library = '', installed = ''] = JSON.parse(stdout) as string[];
  await copyProgram(root, executable, executable.slice(1));
  await symlink(executable, join(root, 'usr/local/bin/python3'));
  const skipped = new Set([
    'site-packages',
    'dist-packages',
    'test',
    'idlelib',
    'tkinter',
    'ensurepip',
    '__pycache__',
  ]);
  const wanted = (path: string): boolean =>
    !skipped.has(basename(path)) && !basename(path).startsWith('config-');
  await cp(library, join(root, library), { recursive: true, filter: wanted, verbatimSymlinks: true });
  const { stdout: modules } = await execa('find', [join(library, 'lib-dynload'), '-name', '*.so']);
  for (const module of modules.split('\n')) await copyLibraries(root, module);
  const given = process.env['CVX_TEST_PYTHON'] === undefined ? LIBRARIES : installed;
  await cp(given, join(root, 'opt/libraries'), { recursive: true });
}
