import { lineAfter, lineStart } from '../../../edits/lines.ts';
import type { EnvFile, EnvLine } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { namesSecret } from '../../components/env/secret-names.ts';

export const envDuplicateKey = defineCheck({
  id: 'env-duplicate-key',
  area: 'env',
  severity: 'warning',
  title: 'A variable stands once in an env file',
  why: `Of two lines for one variable the last wins, without a word. Who corrects the first one changes nothing and looks for the fault
elsewhere.`,
  repair: 'Keep the line that holds now, the last one, and delete the others.',
  fixClass: 'safe',
  source: 'docker compose 2.40.3, run; compose-go dotenv/parser.go: out[key] = value',
  supersedes: ['conf-duplicate-key'],
  run: ({ project }) => {
    if (project.envFiles.length === 0) return notApplicable('there is no env file');
    return found(project.envFiles.flatMap(findingsOf));
  },
});

function findingsOf(file: EnvFile): Finding[] {
  return file.lines.flatMap((line, i) => {
    const winner = file.lines.findLast(({ key }) => key === line.key);
    // A later value may be made of an earlier one: PATH=$PATH:…
    const used = file.lines
      .slice(i + 1)
      .some(({ raw }) => raw.includes(`$${line.key}`) || raw.includes(`\${${line.key}`));
    return winner === undefined || winner === line || used ? [] : [findingOf(file, line, winner)];
  });
}

function findingOf({ file, text }: EnvFile, line: EnvLine, winner: EnvLine): Finding {
  const { key, at } = line;
  const same = line.value === winner.value;
  const values =
    same || namesSecret(key) || /\s/.test(line.value + winner.value)
      ? ''
      : ` ("${line.value}" here, "${winner.value}" there)`;
  const start = offsetOf(text, at.line);
  const end = lineAfter(text, start);
  const whole = text.slice(start, end);
  // A value over several lines, or two things on one line, is a person's matter.
  const plain =
    new RegExp(String.raw`^\s*(?:export\s+)?${key.replaceAll(/[.[\]]/g, String.raw`\$&`)}\s*[=:]`).test(
      whole,
    ) && !line.raw.includes('\n');
  return {
    message: `${key} is set again in line ${winner.at.line}${same ? ', to the same value' : `, which wins${values}`}.`,
    at,
    related: [winner.at],
    evidence: [{ by: 'config', text: `${key} in lines ${at.line} and ${winner.at.line}`, at }],
    ...(plain && end > start && whole.endsWith('\n')
      ? {
          fix: {
            class: 'safe',
            edits: [{ do: 'replace-text', file, offset: start, expect: whole, text: '' }],
          },
        }
      : {}),
  };
}

/** Of the first character of a 1-based line. */
function offsetOf(text: string, line: number): number {
  let at = 0;
  for (let n = 1; n < line; n += 1) at = lineAfter(text, at);
  return lineStart(text, at);
}
