import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Tests of the command line run the built program: build it first where the sources have changed. */
export function setup(): void {
  const script = fileURLToPath(new URL('../scripts/setup.mjs', import.meta.url));
  execFileSync(process.execPath, [script, '--build-only'], { stdio: 'inherit' });
}
