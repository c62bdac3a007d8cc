import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CvxError } from '../../lib/errors.ts';
import type { Io } from '../../lib/io.ts';
import { createStyle } from '../../lib/style.ts';
import type { Check } from '../check.ts';
import { githubReport } from './github.ts';
import { jsonReport } from './json.ts';
import { showsLinks } from './place-link.ts';
import type { Report } from './report.ts';
import { sarifReport } from './sarif.ts';
import { textReport } from './text.ts';

export const FORMATS = ['text', 'json', 'sarif', 'github'] as const;
export type Format = (typeof FORMATS)[number];

/** Longer lines are hard to read, however wide the terminal. */
const MAX_WIDTH = 120;

/** Prints the report, or writes it to `output` and says so in one line of text. */
export async function writeReport(
  report: Report,
  checks: readonly Check[],
  { io, format, output }: { readonly io: Io; readonly format: Format; readonly output: string | undefined },
): Promise<void> {
  const toFile = output !== undefined;
  const style = toFile ? createStyle(false) : io.stdout.style;
  const links = !toFile && showsLinks(io.stdout.isTTY, io.env);
  const width = toFile || !io.stdout.isTTY ? {} : { width: Math.min(io.stdout.columns, MAX_WIDTH) };
  const text = {
    text: () => textReport(report, { style, links, ...width }),
    json: () => jsonReport(report),
    sarif: () => sarifReport(report, checks),
    github: () => githubReport(report),
  }[format]();
  if (!toFile) {
    io.stdout.write(text);
    return;
  }
  try {
    await writeFile(resolve(io.cwd, output), text);
  } catch (error) {
    throw new CvxError('CVX_OUTPUT_NOT_WRITTEN', `--output ${output} cannot be written.`, {
      cause: error,
      hint: 'Name a file in a folder that is there.',
    });
  }
}
