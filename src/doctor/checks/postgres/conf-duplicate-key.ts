import { readPostgresConf } from '../../../edits/conf/postgres.ts';
import { readRedisConf } from '../../../edits/conf/redis.ts';
import type { ConfigFile } from '../../../project/project.ts';
import { lineAfter, lineStart, lineStop } from '../../../edits/lines.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { placeInText } from '../../place-in-text.ts';

export const confDuplicateKey = defineCheck({
  id: 'conf-duplicate-key',
  area: 'postgres',
  severity: 'warning',
  title: 'A key stands once in postgresql.conf and redis.conf',
  why: `Of a key that stands twice both servers take the last one, without a word. Whoever reads or changes the first one believes in
a value that never was.`,
  repair: 'Keep the last one, which is in effect, and take the others away; or say the one you meant, once.',
  fixClass: 'safe',
  source:
    'PostgreSQL manual 20.1.2 ("if multiple entries … all but the last one are ignored"); redis.conf; max_connections and maxmemory given twice, seen with PostgreSQL 15.18 and redis-server 7.0.15',
  run: ({ project }) => {
    const confs = project.configs.filter(({ kind }) => kind === 'postgres' || kind === 'redis');
    if (confs.length === 0) return notApplicable('there is no postgresql.conf and no redis.conf');
    return found(confs.flatMap(findingsOf));
  },
});

interface Line {
  readonly key: string;
  readonly value: string;
  readonly start: number;
}

/** Directives whose lines add up, or differ by their arguments (redis.conf of 7.0 and 8.0). */
const REPEATED = new Set([
  'save',
  'include',
  'loadmodule',
  'rename-command',
  'user',
  'client-output-buffer-limit',
]);
const INCLUDES = new Set(['include', 'include_if_exists', 'include_dir']);

function findingsOf({ kind, file, text }: ConfigFile): readonly Finding[] {
  const lines = kind === 'postgres' ? postgresLines(text) : redisLines(text);
  return lines.flatMap(({ key, value, start }, index): readonly Finding[] => {
    const later = lines.slice(index + 1).filter((line) => line.key === key);
    const last = later.at(-1);
    if (last === undefined) return [];
    const at = placeInText(file, text, start);
    const winner = placeInText(file, text, last.start);
    const [from, to] = [lineStart(text, start), lineAfter(text, start)];
    return [
      {
        message:
          last.value === value
            ? `${key} stands here and again in line ${winner.line}, with the same value.`
            : `${key} ${value} is without effect: line ${winner.line} says ${last.value}, and the last one wins.`,
        at,
        related: [winner],
        evidence: [
          {
            by: 'config',
            text: `${key} in lines ${[at.line, ...later.map((line) => placeInText(file, text, line.start).line)].join(', ')}`,
            at,
          },
        ],
        severity: last.value === value ? 'info' : 'warning',
        repair: `Take line ${at.line} away: the value in effect stays.`,
        fix: {
          class: 'safe',
          edits: [{ do: 'replace-text', file, offset: from, expect: text.slice(from, to), text: '' }],
        },
      },
    ];
  });
}

function postgresLines(text: string): readonly Line[] {
  return readPostgresConf(text).filter(({ key }) => !INCLUDES.has(key));
}

function redisLines(text: string): readonly Line[] {
  return readRedisConf(text)
    .map(({ words, value, start }) => ({ key: words[0] ?? '', value, start }))
    .filter(({ key, start }) => !REPEATED.has(key) && lineStop(text, start) > start);
}
