import { execFileSync, spawnSync } from 'node:child_process';

/** Why there is no Docker to test with; undefined where there is. */
export function whyNoDocker(): string | undefined {
  const works = (...args: readonly string[]): boolean =>
    spawnSync('docker', args, { stdio: 'ignore', timeout: 10_000 }).status === 0;
  if (!works('info')) return 'no Docker daemon answers';
  if (!works('compose', 'version')) return 'no docker compose';
  return process.platform === 'linux' ? undefined : 'programs of this system do not run in Docker';
}

/** Makes an image of programs of this machine with the libraries that they need, without a registry. */
export function importImage(name: string, ...programs: readonly string[]): void {
  const files = programs.flatMap((program) => {
    const file = execFileSync('which', [program], { encoding: 'utf8' }).trim();
    const libraries = execFileSync('ldd', [file], { encoding: 'utf8' }).matchAll(/\/\S+/g);
    return [file, ...[...libraries].map(([library]) => library)];
  });
  const paths = [...new Set(files)].map((file) => file.replace(/^\/+/, ''));
  const archive = execFileSync('tar', ['-C', '/', '-ch', ...paths], { maxBuffer: 512 * 1024 ** 2 });
  execFileSync('docker', ['import', '-', name], { input: archive, stdio: ['pipe', 'ignore', 'inherit'] });
}
