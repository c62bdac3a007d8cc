import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { z } from 'zod';

const Line = z.object({ t: z.string(), src: z.string() });

/** The training texts: gzipped JSON lines of `{t, src}`. */
export function readCorpus(file: string): string[] {
  return gunzipSync(readFileSync(file))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Line.parse(JSON.parse(line)).t);
}
