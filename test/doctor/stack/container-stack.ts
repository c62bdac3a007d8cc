import { execa } from 'execa';
import { makeImage } from './local-image.ts';

/** The stack as its user runs it: `docker compose up`. */
export interface ContainerStack {
  /** `host:port` within the stack's network, which Linux reaches from outside. */
  address(service: string, port: number): Promise<string>;
  /** Since the container began. */
  log(service: string): Promise<string>;
  compose(...args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/** Why Docker cannot be had here; undefined where it can. */
export async function whyNoDocker(): Promise<string | undefined> {
  const daemon = await execa('docker', ['version', '--format', '{{.Server.Os}}'], {
    reject: false,
    timeout: 10_000,
  });
  if (daemon.failed) return 'no Docker daemon answers';
  if (daemon.stdout.trim() !== 'linux') return 'containers have no addresses of their own here';
  const compose = await execa('docker', ['compose', 'version'], { reject: false });
  return compose.failed ? 'docker compose is not installed' : undefined;
}

/** Starts it. Images that Docker has not are made of local programs, and removed at the end. */
export async function containerStack(root: string, images: readonly string[]): Promise<ContainerStack> {
  const made: string[] = [];
  const compose = async (...args: readonly string[]): Promise<string> =>
    (await execa('docker', ['compose', ...args], { cwd: root, all: true, stdin: 'ignore' })).all;
  const stop = async (): Promise<void> => {
    await compose('down', '--volumes', '--remove-orphans', '--rmi', 'local', '--timeout', '1');
    if (made.length > 0) await execa('docker', ['image', 'rm', '--force', ...made], { reject: false });
  };
  try {
    for (const image of images) made.push(...[await makeImage(image)].flatMap((tag) => tag ?? []));
    await compose('up', '--detach', '--build');
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    compose,
    stop,
    log: (service) => compose('logs', '--no-color', '--no-log-prefix', service),
    address: async (service, port) => {
      const id = (await compose('ps', '--quiet', service)).trim();
      const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
      return `${(await execa('docker', ['inspect', '--format', format, id])).stdout.trim()}:${port}`;
    },
  };
}
