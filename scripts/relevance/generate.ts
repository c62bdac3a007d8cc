/** Writes the relevance set anew: `npx tsx scripts/relevance/generate.ts`. Review the difference before you commit it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { relevanceFiles } from '../../test/relevance/labels.ts';

const folder = join(import.meta.dirname, '../../test/relevance');
for (const [name, content] of Object.entries(relevanceFiles())) {
  writeFileSync(join(folder, name), content);
  process.stdout.write(`${name}: ${content.trimEnd().split('\n').length} lines\n`);
}
