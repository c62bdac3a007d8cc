import type { EnvFile, EnvLine } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { namesSecret } from '../../components/env/secret-names.ts';

export const envCommentTruncated = defineCheck({
  id: 'env-comment-truncated',
  area: 'env',
  severity: 'warning',
  title: 'No value is cut at a # that belongs to it',
  why: `In an env file " #" begins a comment unless the value is quoted: PASSWORD=one #two is "one". The value works everywhere it is
read from this file, and nowhere it is typed in whole.`,
  repair:
    'Put the value in single quotes if the # belongs to it; put a space after the # if it is a comment.',
  fixClass: 'never',
  source: 'docker compose 2.40.3, run: X=x #y gives x, X=x#y gives x#y; compose-go dotenv/parser.go',
  run: ({ project }) => {
    if (project.envFiles.length === 0) return notApplicable('there is no env file');
    return found(project.envFiles.flatMap((file) => file.lines.flatMap((line) => findingOf(file, line))));
  },
});

function findingOf({ text }: EnvFile, { key, quote, at, raw }: EnvLine): Finding[] {
  if (quote !== 'none') return [];
  const written = (text.split('\n')[at.line - 1] ?? '').slice(at.column - 1);
  const rest = written.slice(written.indexOf('=') + 1);
  const cut = /\s(#\S*)/.exec(rest);
  if (cut === null || !isPartOfValue(key, cut[1] ?? '', raw)) return [];
  return [
    {
      message: `${key} ends before " #": if the # belongs to the value, most of it is missing.`,
      at,
      evidence: [
        { by: 'config', text: `${key} is unquoted and followed by " #" without a space behind it`, at },
      ],
    },
  ];
}

/** A comment has a space behind its #, or follows a plain number or word; a secret and "Team #7" go on. */
function isPartOfValue(key: string, tail: string, raw: string): boolean {
  if (/^#+(?:$|[-=#])/.test(tail)) return false;
  return namesSecret(key) || (/[a-z]/i.test(raw) && /^#\d+$/.test(tail));
}
