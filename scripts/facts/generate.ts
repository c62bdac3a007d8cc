import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execFileSync } from 'node:child_process';
import { composeTables } from './compose.ts';
import { imageTables } from './images.ts';
import { logTables } from './logs.ts';
import { metricTables } from './metrics.ts';
import { FACTS, type Table } from './source.ts';
import { postgresTables } from './postgres.ts';
import { qdrantTables } from './qdrant.ts';
import { redisTables } from './redis.ts';
import { webTables } from './web.ts';

/**
 * Writes src/facts/tables/*.ts from the facts that were checked against the real programs (`../shared/facts/*.json` and the
 * server's own listings in `evidence/`). Run it with `npx tsx scripts/facts/generate.ts` when a fact changes, and commit what
 * it writes. It reads nothing else and orders everything, so the same facts give the same bytes.
 */
export function generateTables(facts: string): ReadonlyMap<string, string> {
  const makers = [
    qdrantTables,
    postgresTables,
    redisTables,
    imageTables,
    webTables,
    composeTables,
    metricTables,
    logTables,
  ];
  return new Map(makers.flatMap((make) => make(facts)).map((table) => [`${table.file}.ts`, source(table)]));
}

function source({ type, from, tables }: Table): string {
  const imports = type.length === 0 ? '' : `import type { ${type.join(', ')} } from '../${from}.ts';\n`;
  const constants = tables.map(({ name, shape, rows }) =>
    Array.isArray(rows)
      ? `export const ${name}: readonly ${shape}[] = [\n${rows.map((row) => JSON.stringify(row)).join(',\n')},\n];\n`
      : `export const ${name}: ${shape} = ${JSON.stringify(rows)};\n`,
  );
  return `// Written by scripts/facts/generate.ts; do not edit.\n${imports}\n${constants.join('\n')}`;
}

/** oxfmt's layout, so that what is committed is what is written. */
export function formatted(file: string, text: string): string {
  const bin = fileURLToPath(new URL('../../node_modules/.bin/oxfmt', import.meta.url));
  const config = fileURLToPath(new URL('../../.oxfmtrc.json', import.meta.url));
  return execFileSync(bin, ['--config', config, '--stdin-filepath', file], {
    input: text,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = fileURLToPath(new URL('../../src/facts/tables/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of generateTables(FACTS)) writeFileSync(folder + file, formatted(file, text));
}
