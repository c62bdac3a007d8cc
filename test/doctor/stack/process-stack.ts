import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Service } from '../../../src/project/project.ts';
import { readProject } from '../../../src/project/read-project.ts';
import { BIN } from '../../cli/run-cvx.ts';
import { findProgram, missingPrograms } from '../../lib/find-program.ts';
import { until } from './three-faults.ts';

const LIBRARIES = fileURLToPath(new URL('libraries', import.meta.url));
const PORTS: Readonly<Record<string, number>> = {
  backend: 8000,
  qdrant: 6333,
  redis: 6379,
  prometheus: 9090,
  'redis-exporter': 9121,
  cvx: 9464,
};
const QUIET_QDRANT = { QDRANT__TELEMETRY_DISABLED: 'true', QDRANT__LOG_LEVEL: 'WARN' };
const CVX = /(?:^|\/)cvx(?:[:@]|$)/;

/**
 * A Compose stack without Docker: each service is the real program on its usual port and an address of its own within 127/8, which
 * stands for its name wherever the files have the name. What a service writes goes to a log that begins anew when it does, as a
 * container's does.
 */
export interface ProcessStack {
  /** `host:port` of a service. */
  address(service: string): string;
  log(service: string): Promise<string>;
  /** As `--logs` and `--service` of `cvx doctor` take them. */
  readonly args: readonly string[];
  /** Process id of a service. */
  pid(service: string): number;
  /** Starts these anew from the files as they are now; all of them unless named. */
  up(...services: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

interface Running {
  readonly child: ChildProcess;
  readonly service: string;
}

/** Why no such stack can run here; undefined where it can. */
export async function whyNoProcesses(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'only Linux has all of 127/8';
  const wanted = ['redis-server', 'prometheus', 'prometheus-redis-exporter', 'python3', 'qdrant'];
  const missing = missingPrograms(...wanted);
  if (missing.length > 0) return `not on the PATH: ${missing.join(', ')}`;
  const busy = await Promise.all(
    Object.values(PORTS).map(async (port) => ((await isFree(port)) ? [] : [port])),
  );
  return busy.flat().length > 0 ? `in use on every address: port ${busy.flat().join(', ')}` : undefined;
}

export async function processStack(root: string): Promise<ProcessStack> {
  const home = await mkdtemp(join(tmpdir(), 'cvx-stack-'));
  const net = `127.${1 + Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}`;
  const hosts = new Map<string, string>();
  const kinds = new Map<string, Service['kind']>();
  const isCvx = new Set<string>();
  const running = new Map<string, Running>();
  const hostOf = (service: string): string => {
    const known = hosts.get(service) ?? `${net}.${10 + hosts.size}`;
    hosts.set(service, known);
    return known;
  };
  const logFile = (service: string): string => join(home, `${service}.log`);
  const address = (service: string): string =>
    `${hostOf(service)}:${PORTS[isCvx.has(service) ? 'cvx' : (kinds.get(service) ?? '')]}`;
  const stopOne = async (service: string): Promise<void> => {
    const one = running.get(service);
    running.delete(service);
    if (one === undefined || one.child.exitCode !== null) return;
    one.child.kill('SIGKILL');
    await once(one.child, 'exit');
  };
  const killAll = (): void => running.forEach(({ child }) => child.kill('SIGKILL'));
  process.once('exit', killAll);

  const up = async (...only: readonly string[]): Promise<void> => {
    const { services } = await readProject({ root, env: {} });
    for (const { name, kind, image = '' } of services) {
      kinds.set(name, kind);
      if (CVX.test(image)) isCvx.add(name);
    }
    const named = services.map(({ name }) => name);
    const place = { root, home, hosts: new Map(named.map((name) => [name, hostOf(name)])) };
    const chosen = services.filter(({ name }) => only.length === 0 || only.includes(name));
    await Promise.all(chosen.map(({ name }) => stopOne(name)));
    for (const service of chosen) {
      const { file, args, cwd, env } = await programOf(service, place);
      const log = await open(logFile(service.name), 'w');
      const child = spawn(file, args, {
        cwd,
        env: { PATH: process.env['PATH'], ...env },
        stdio: ['ignore', log.fd, log.fd],
      });
      await log.close();
      running.set(service.name, { child, service: service.name });
      await until(`${service.name} answers at ${address(service.name)}`, () =>
        answers(address(service.name), child),
      );
    }
  };
  await up();
  return {
    address,
    up,
    log: (service) => readFile(logFile(service), 'utf8'),
    pid: (service) => running.get(service)?.child.pid ?? 0,
    get args() {
      return [...kinds.keys()].flatMap((service) => [
        '--logs',
        `${service}=${logFile(service)}`,
        '--service',
        `${service}=${address(service)}`,
      ]);
    },
    stop: async () => {
      process.off('exit', killAll);
      await Promise.all([...running.keys()].map(stopOne));
      await rm(home, { recursive: true, force: true });
    },
  };
}

interface Place {
  readonly root: string;
  readonly home: string;
  readonly hosts: ReadonlyMap<string, string>;
}

interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What the image of a service would run, on this machine. */
async function programOf(service: Service, { root, home, hosts }: Place): Promise<Program> {
  const host = hosts.get(service.name) ?? '';
  const there = (text: string): string => withAddresses(text, hosts, host);
  const folder = join(home, service.name);
  await mkdir(folder, { recursive: true });
  const env = Object.fromEntries(service.environment.map(({ key, value }) => [key, there(value ?? '')]));
  const run = (name: string, ...args: readonly string[]): Program => ({
    file: findProgram(name) ?? name,
    args: args.map(there),
    cwd: folder,
    env,
  });
  if (CVX.test(service.image ?? ''))
    return {
      ...run('node', BIN, ...service.command.map((word) => (word === '0.0.0.0' ? host : word))),
      env: { ...env, HOME: folder, CVX_HOME: folder },
    };
  const network = ['--bind', host, '--port', '6379', '--protected-mode', 'no'];
  const programs: Partial<Record<Service['kind'], () => Program | Promise<Program>>> = {
    redis: () => run('redis-server', ...service.command.slice(1), ...network, '--dir', folder),
    'redis-exporter': () => run('prometheus-redis-exporter', '-web.listen-address', `${host}:9121`),
    qdrant: () => ({ ...run('qdrant'), env: { ...env, ...QUIET_QDRANT, QDRANT__SERVICE__HOST: host } }),
    prometheus: async () =>
      run(
        'prometheus',
        ...(await prometheusArgs(service, root, folder, there)),
        `--web.listen-address=${host}:9090`,
      ),
    backend: () => backend(service, { root, env, host }),
  };
  const program = programs[service.kind];
  if (program === undefined) throw new Error(`No program here for ${service.name} (${service.image})`);
  return program();
}

/** The names of services become their addresses: `redis:6379`, `http://qdrant:6333`, `QDRANT_HOST=qdrant`. */
function withAddresses(text: string, hosts: ReadonlyMap<string, string>, own: string): string {
  const whole = hosts.get(text);
  if (whole !== undefined) return whole;
  return text.replaceAll(/(?<![\w.-])([a-z][\w-]*)(?=:\d+)/g, (name) =>
    name === 'localhost' ? own : (hosts.get(name) ?? name),
  );
}

/** Its configuration, copied to where this machine can read it, with addresses for names. */
async function prometheusArgs(
  { mounts, command }: Service,
  root: string,
  folder: string,
  there: (text: string) => string,
): Promise<string[]> {
  for (const { kind, source, target } of mounts) {
    if (kind !== 'bind') continue;
    const copy = join(folder, target);
    await rm(copy, { recursive: true, force: true });
    await cp(join(root, source), copy, { recursive: true });
  }
  const flags = command.some((flag) => flag.startsWith('--config.file'))
    ? command
    : ['--config.file=/etc/prometheus/prometheus.yml', ...command];
  const here = flags
    .filter((flag) => !flag.startsWith('--storage.tsdb.path'))
    .map((flag) => flag.replace('=/etc/prometheus', `=${folder}/etc/prometheus`));
  const file =
    /^--config\.file=(.+)$/.exec(here.find((flag) => flag.startsWith('--config.file')) ?? '')?.[1] ?? '';
  await writeFile(file, there(await readFile(file, 'utf8')));
  return [...here, `--storage.tsdb.path=${join(folder, 'data')}`];
}

/** What its Dockerfile starts; the folder that the Dockerfile copies is where it runs. */
async function backend(
  { command, buildContext }: Service,
  {
    root,
    env,
    host,
  }: { readonly root: string; readonly env: Readonly<Record<string, string>>; readonly host: string },
): Promise<Program> {
  const cwd = join(root, buildContext ?? '.');
  const dockerfile = await readFile(join(cwd, 'Dockerfile'), 'utf8');
  const started: unknown = JSON.parse(/^CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? '[]');
  const words = command.length > 0 ? command : Array.isArray(started) ? started.map(String) : [];
  const python = process.env['CVX_TEST_PYTHON'] ?? findProgram('python3') ?? 'python3';
  return {
    file: python,
    args: ['-m', ...words.map((word) => (word === '0.0.0.0' ? host : word))],
    cwd,
    env: { ...env, PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1', ...(await librariesFor(python)) },
  };
}

/** The stand-ins, where the interpreter has not the libraries themselves. */
async function librariesFor(python: string): Promise<Record<string, string>> {
  const { exitCode } = await execa(python, ['-c', 'import fastapi, uvicorn, qdrant_client'], {
    reject: false,
  });
  return exitCode === 0 ? {} : { PYTHONPATH: LIBRARIES };
}

async function answers(address: string, child: ChildProcess): Promise<true | undefined> {
  if (child.exitCode !== null) throw new Error(`It has ended with ${child.exitCode}`);
  const [host = '', port = ''] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect(Number(port), host);
    socket.once('connect', () => resolve(socket.destroy() && true));
    socket.once('error', () => resolve(undefined));
  });
}

/** Whoever listens on 0.0.0.0 has the port on every address. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.254.253.252', () => probe.close(() => resolve(true)));
  });
}
