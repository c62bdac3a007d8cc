/**
 * `npx tsx scripts/new-check.ts redis/redis-no-maxmemory` writes a check of `cvx doctor` and its test, both to be filled in (the
 * tests fail until they are), and registers it. `--registry` only writes the registry anew: after a file was renamed or removed.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { AREAS } from '../src/doctor/check.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CHECKS = 'src/doctor/checks';
export const REGISTRY = `${CHECKS}/index.ts`;
export const REGENERATE = 'npx tsx scripts/new-check.ts --registry';

/** `redis-http-probe` → `redisHttpProbe`, the name under which a check is exported. */
export function exportName(id: string): string {
  return id.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `area/id` of every check file, in the order of the areas and then of the ids. */
export function checkFiles(root = ROOT): string[] {
  return AREAS.flatMap((area) =>
    listFolder(join(root, CHECKS, area))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${area}/${name.slice(0, -'.ts'.length)}`)
      .sort(),
  );
}

function listFolder(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** The text of the registry for these checks. */
export function registryText(files: readonly string[]): string {
  const ids = files.map((file) => file.slice(file.indexOf('/') + 1));
  return [
    `// Written by \`${REGENERATE}\`: one line for each file in the folders beside it.`,
    `import type { Check } from '../check.ts';`,
    ...files.map((file, i) => `import { ${exportName(ids[i] ?? '')} } from './${file}.ts';`),
    '',
    '/** Every check, in the order of the areas. */',
    'export const CHECKS: readonly Check[] = [',
    ...ids.map((id) => `  ${exportName(id)},`),
    '];',
    '',
  ].join('\n');
}

function checkText(area: string, id: string): string {
  return `import { defineCheck, notObservable } from '../../check.ts';

export const ${exportName(id)} = defineCheck({
  id: '${id}',
  area: '${area}',
  severity: 'warning',
  title: '',
  why: '',
  repair: '',
  fixClass: 'never',
  source: '',
  run: ({ project }) => notObservable(\`not written yet: \${project.services.length} services\`),
});
`;
}

function testText(area: string, id: string): string {
  const name = exportName(id);
  return `import { ${name} } from '../../../../src/doctor/checks/${area}/${id}.ts';
import { testCheck } from '../../test-check.ts';

testCheck(${name}, {
  sick: [
    {
      name: 'say what is wrong',
      files: { 'compose.yaml': 'services: {}\\n' },
      finds: [{ at: 'compose.yaml:1:1', message: /say what is said/ }],
    },
  ],
  healthy: [{ name: 'say what is right', files: { 'compose.yaml': 'services: {}\\n' } }],
});
`;
}

function writeNew(file: string, text: string): void {
  const path = join(ROOT, file);
  if (existsSync(path)) throw new Error(`${file} is there already.`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`Wrote ${file}`);
}

function main([target = '']: readonly string[]): void {
  if (target !== '--registry') {
    const [area = '', id = ''] = target.split('/');
    if (!AREAS.some((known) => known === area) || !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(id))
      throw new Error(`Usage: npx tsx scripts/new-check.ts <area>/<id>, area one of ${AREAS.join(', ')}`);
    writeNew(`${CHECKS}/${area}/${id}.ts`, checkText(area, id));
    writeNew(`test/doctor/checks/${area}/${id}.test.ts`, testText(area, id));
  }
  writeFileSync(join(ROOT, REGISTRY), registryText(checkFiles()));
  console.log(`Wrote ${REGISTRY}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
