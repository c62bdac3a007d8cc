import { createWriteStream, existsSync, mkdirSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { printFigure, printRatio, runNode } from './measure.ts';

const GIGABYTE = 1e9;
const FOLDER = 'node_modules/.cache/cvx-bench';
/** Every so many lines one that a check looks for; a sick stack's share is lower. */
const SICK_EVERY = 5000;
const SICK =
  'redis-1    | 2026-11-22T05:01:00.123456789Z 1:M 22 Nov 2026 05:01:00.123 # Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands to Redis. Connection from 172.18.0.5:40112 aborted.';

/** A gigabyte as `docker compose logs -t` prints it, beside a Node that only reads it. */
export async function benchDoctorLogs(): Promise<void> {
  const file = await makeLog(join(FOLDER, 'compose.log'), GIGABYTE);
  const megabytes = statSync(file).size / 1e6;
  const read = await runNode(['--import', 'tsx', 'test/bench/doctor-logs-child.ts', 'read', file]);
  const scan = await runNode(['--import', 'tsx', 'test/bench/doctor-logs-child.ts', 'scan', file]);
  const ms = (run: { stdout: string }): number => Number(/(\d+) ms/.exec(run.stdout)?.[1]);
  printRatio('doctor reads 1 GB of logs', ms(scan), { name: 'reading it', value: ms(read) }, 25);
  printFigure('doctor reads logs', (megabytes / ms(scan)) * 1000, 'MB/s', { atLeast: 200 });
  printFigure('doctor reads logs: memory', scan.peakMb, 'MB', { atMost: 150 });
}

/** Lines of five services, of the lengths that they have. */
async function makeLog(file: string, size: number): Promise<string> {
  if (existsSync(file) && statSync(file).size >= size) return file;
  mkdirSync(FOLDER, { recursive: true });
  const out = createWriteStream(file);
  for (let written = 0, n = 0; written < size; n += 1000) {
    const block = Array.from({ length: 1000 }, (_, i) => line(n + i)).join('');
    written += block.length;
    if (!out.write(block)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
  return file;
}

function line(n: number): string {
  if (n % SICK_EVERY === 0) return `${SICK}\n`;
  const stamp = `2026-11-22T05:01:${String(n % 60).padStart(2, '0')}.${String(n % 1e9).padStart(9, '0')}Z`;
  const shapes = [
    `backend-1  | ${stamp} INFO:     172.18.0.7:${30_000 + (n % 30_000)} - "POST /api/search HTTP/1.1" 200 OK`,
    `postgres-1 | ${stamp} 2026-11-22 05:01:01.123 UTC [${n % 5000}] LOG:  checkpoint complete: wrote ${n % 9000} buffers (0.1%); 0 WAL file(s) added, 0 removed, 1 recycled`,
    `nginx-1    | ${stamp} 203.0.113.${n % 255} - - [22/Nov/2026:05:01:01 +0000] "GET /search?q=kubernetes&page=${n % 50} HTTP/1.1" 200 ${n % 90_000} "-" "Mozilla/5.0 (X11; Linux x86_64)"`,
    `qdrant-1   | ${stamp} 2026-11-22T05:01:01.123456Z  INFO actix_web::middleware::logger: 172.18.0.4 "POST /collections/people/points/search HTTP/1.1" 200 1893 "-" "python-client/1.15.1" 0.00${n % 9999}`,
    `redis-1    | ${stamp} 1:M 22 Nov 2026 05:01:01.123 * 100 changes in 300 seconds. Saving...`,
  ];
  return `${shapes[n % shapes.length]}\n`;
}
