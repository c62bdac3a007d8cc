// Loaded before the program: kills it with SIGKILL at its CVX_KILL_AT'th change of a file or folder below CVX_KILL_IN, writes half
// done. Where it survives, how many there were is in CVX_KILL_COUNT.
import { writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';

const { CVX_KILL_AT, CVX_KILL_IN, CVX_KILL_COUNT } = process.env;
let steps = 0;
const step = () => {
  steps += 1;
  if (steps === Number(CVX_KILL_AT)) process.kill(process.pid, 'SIGKILL');
};
const isInside = (path) => String(path).startsWith(CVX_KILL_IN);

for (const name of [
  'rename',
  'rm',
  'rmdir',
  'mkdir',
  'unlink',
  'chmod',
  'chown',
  'writeFile',
  'truncate',
  'copyFile',
]) {
  const original = fs[name];
  fs[name] = async (path, ...rest) => {
    if (isInside(path)) step();
    return original(path, ...rest);
  };
}

const counted = (handle, names) => {
  for (const name of names) {
    const original = handle[name].bind(handle);
    handle[name] = async (...args) => {
      step();
      return original(...args);
    };
  }
  return handle;
};

const open = fs.open;
fs.open = async (path, flags = 'r', ...rest) => {
  if (!isInside(path)) return open(path, flags, ...rest);
  // A folder is opened for reading when it is synced.
  if (flags === 'r') return counted(await open(path, flags, ...rest), ['sync']);
  step();
  const handle = counted(await open(path, flags, ...rest), ['truncate', 'chmod', 'chown', 'sync', 'close']);
  const write = handle.write.bind(handle);
  for (const name of ['write', 'writeFile']) {
    const original = handle[name].bind(handle);
    handle[name] = async (data, ...args) => {
      step();
      const bytes = Buffer.from(data);
      // The next one is in the middle of the write.
      if (steps + 1 === Number(CVX_KILL_AT))
        await write(bytes, 0, bytes.length >> 1, typeof args[2] === 'number' ? args[2] : null);
      step();
      return original(data, ...args);
    };
  }
  return handle;
};
syncBuiltinESMExports();
process.on('exit', () => writeFileSync(CVX_KILL_COUNT, String(steps)));
