import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { buildTemplate } from '../src/stores/sql/template.ts';

/** Part of `npm run build`, after tsc: what the compiled stores need beside their JavaScript. */
const sources = new URL('../src/stores/sql/', import.meta.url);
const target = new URL('../dist/stores/sql/', import.meta.url);

await cp(new URL('migrations/', sources), new URL('migrations/', target), { recursive: true });
await buildTemplate(fileURLToPath(new URL('template.tar.gz', target)));
