/**
 * `npm run bench [-- --files 1000 --people 10000]`: every figure is a ratio to a reference measured in the same run, on the
 * same machine, with the same number of workers. Exits 1 where a bar is missed.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeCorpus } from './corpus.ts';
import { benchDoctorFiles } from './doctor-files.ts';
import { benchDoctorLogs } from './doctor-logs.ts';
import { benchIngest } from './ingest.ts';
import { benchSearch } from './search.ts';
import { benchServeLoad } from './serve-load.ts';
import { benchServeMetrics } from './serve-metrics.ts';
import { benchServers } from './servers.ts';
import { benchStartUp } from './start-up.ts';

const SEED = 20_261_122;

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '1000' },
    people: { type: 'string', default: '10000' },
    /** Of each run under load. */
    seconds: { type: 'string', default: '60' },
  },
});

const folder = join('node_modules/.cache/cvx-bench', `cvs-${values.files}`);
mkdirSync(folder, { recursive: true });
console.log(`Making ${values.files} CVs in ${folder} (kept for the next run) …`);
await makeCorpus(folder, Number(values.files), SEED);

await benchStartUp();
await benchDoctorLogs();
await benchDoctorFiles();
await benchIngest(folder, Number(values.files));
await benchSearch(Number(values.people), SEED);
await benchServeMetrics(Number(values.people), SEED);
await benchServeLoad({ people: Number(values.people), seed: SEED, seconds: Number(values.seconds) });
await benchServers(folder, Number(values.people), SEED);
