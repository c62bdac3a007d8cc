import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printFigure, runNode } from './measure.ts';

const FOLDER = 'node_modules/.cache/cvx-bench/many-files';
/** Sources that the doctor looks at, dependencies that it must not, and text that is neither. */
const KINDS = [
  {
    folder: 'backend/package',
    name: 'module.py',
    text: 'import os\n\nKEY = os.getenv("KEY", "")\n',
    folders: 250,
  },
  { folder: 'frontend/node_modules/library', name: 'index.js', text: 'module.exports = 1;\n', folders: 150 },
  { folder: 'docs/chapter', name: 'page.md', text: '# A page\n', folders: 100 },
];
const FILES_EACH = 100;

/** A stack in a folder of 50,000 files. */
export async function benchDoctorFiles(): Promise<void> {
  if (!existsSync(join(FOLDER, 'made'))) makeFiles();
  const run = await runNode(['bin/cvx.js', 'doctor', '--no-live', '--fail-on', 'never', '--project', FOLDER]);
  printFigure('doctor examines 50,000 files', run.ms / 1000, 's', { atMost: 5 });
  printFigure('doctor examines 50,000 files: memory', run.peakMb, 'MB', { atMost: 300 });
}

function makeFiles(): void {
  cpSync('test/fixtures/stacks/three-faults', FOLDER, { recursive: true });
  for (const { folder, name, text, folders } of KINDS) {
    for (let i = 0; i < folders; i += 1) {
      mkdirSync(join(FOLDER, `${folder}${i}`), { recursive: true });
      for (let j = 0; j < FILES_EACH; j += 1)
        writeFileSync(join(FOLDER, `${folder}${i}`, `${j}-${name}`), text);
    }
  }
  writeFileSync(join(FOLDER, 'made'), '');
}
