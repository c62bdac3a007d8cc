/** Child of the bench: reads a log file, or reads it as `cvx doctor` does, and prints how long it took. */
import { CHECKS } from '../../src/doctor/checks/index.ts';
import { fileLog } from '../../src/doctor/logs/file-log.ts';
import { readLogs } from '../../src/doctor/logs/read-logs.ts';

const [, , task, file = ''] = process.argv;
const source = await fileLog(process.cwd(), file, undefined);
const started = performance.now();
let found = 0;
if (task === 'read') for await (const bytes of source.chunks()) found += bytes.length;
else {
  const { evidence } = await readLogs([source], CHECKS, { serviceOf: (label) => label.replace(/-\d+$/, '') });
  found = evidence.summary('redis-http-probe', 'attack').count;
}
console.log(`${Math.round(performance.now() - started)} ms, ${found}`);
