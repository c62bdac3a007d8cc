import type { Edit } from '../../../edits/edit.ts';
import { decodeUri } from '../../../lib/decode-uri.ts';
import { oncePer } from '../../../lib/once-per.ts';
import type { EnvEntry, Place, Project, Service } from '../../../project/project.ts';
import { startedServices } from '../compose/spec-value.ts';
import { placeInText } from '../../place-in-text.ts';

/** A URL of PostgreSQL or Redis that a service is given: `postgresql+asyncpg://app:secret@db:5432/cvs?ssl=require`. */
export interface StoreUrl {
  /** Who connects by it. */
  readonly service: Service;
  readonly key: string;
  /** `postgresql`, `postgres`, `postgresql+asyncpg`, `jdbc:postgresql`, `redis`, `rediss`. */
  readonly scheme: string;
  readonly user: string;
  readonly password: string;
  readonly host: string;
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  /** What stands behind the question mark, as it is sent. */
  readonly query: string;
  /** Where the URL itself is written: in the compose file, or behind `${NAME}` in .env. */
  readonly at: Place;
}

const PARTS =
  /^((?:jdbc:)?postgres(?:ql)?(?:\+\w+)?|rediss?):\/\/(?:([^:@/?#]*)(?::([^?]*))?@)?([^:/?#@,]+)(?::\d+)?(?:\/[^?#]*)?(?:\?([^#]*))?$/;

/** Every such URL in the variables of a service that is started, by whatever name. */
export const storeUrls: (project: Project) => readonly StoreUrl[] = oncePer((project) =>
  startedServices(project).flatMap((service) =>
    service.environment.flatMap((entry): StoreUrl[] => {
      const [, scheme, user = '', password = '', host = '', query = ''] = PARTS.exec(urlOf(entry)) ?? [];
      if (scheme === undefined) return [];
      const parameters = query
        .split('&')
        .filter((part) => part !== '')
        .map((part) => {
          const [name = '', ...value] = part.split('=');
          return { name: decodeUri(name), value: decodeUri(value.join('=')) };
        });
      return [
        {
          service,
          key: entry.key,
          scheme,
          user: decodeUri(user),
          password: decodeUri(password),
          host,
          parameters,
          query,
          at: writtenAt(project, entry),
        },
      ];
    }),
  ),
);

/** postgres_exporter puts the scheme before its DATA_SOURCE_URI, `db:5432/cvs?sslmode=disable`. */
function urlOf({ key, value = '' }: EnvEntry): string {
  return key === 'DATA_SOURCE_URI' && !/:\/\/|,/.test(value) ? `postgresql://${value}` : value;
}

/** `${NAME}` alone, or a name that Compose passes on: a person edits .env, not the line that names it. */
export function writtenAt({ envFiles }: Project, { key, raw, value, at, from }: EnvEntry): Place {
  if (from === 'env-file') return at;
  const name = raw === '' ? key : /^\$\{?(\w+)(?:[:?-][^}]*)?\}?$/.exec(raw)?.[1];
  const line = envFiles
    .find(({ file }) => file === '.env')
    ?.lines.findLast((one) => one.key === name && one.value === value);
  return line?.at ?? at;
}

interface WrittenQuery {
  readonly file: string;
  readonly text: string;
  /** Of the question mark. */
  readonly offset: number;
}

/** Undefined where variables make the query up, or the value goes on over several lines. */
function writtenQuery(project: Project, { at, query }: StoreUrl): WrittenQuery | undefined {
  const text = project.read(at.file);
  if (text === undefined || query === '') return undefined;
  const start = lineStartOf(text, at.line);
  const end = text.indexOf('\n', start);
  const line = text.slice(start, end === -1 ? undefined : end);
  const found = line.indexOf(`?${query}`);
  return found === -1 || line.indexOf(`?${query}`, found + 1) !== -1
    ? undefined
    : { file: at.file, text, offset: start + found };
}

function lineStartOf(text: string, line: number): number {
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((offset, one) => offset + one.length + 1, 0);
}

/** Where a parameter of the URL stands, else the URL. */
export function placeOfParameter(project: Project, url: StoreUrl, name: string): Place {
  const written = writtenQuery(project, url);
  if (written === undefined) return url.at;
  const before = `&${url.query}`.indexOf(`&${name}=`);
  return placeInText(written.file, written.text, written.offset + 1 + Math.max(0, before));
}

/** The edit that gives a parameter of the URL another name or value, or takes it out; undefined where that is no plain edit. */
export function withParameter(
  project: Project,
  url: StoreUrl,
  name: string,
  become: string | undefined,
): Edit | undefined {
  const written = writtenQuery(project, url);
  if (written === undefined) return undefined;
  const { file, offset } = written;
  const parts = url.query.split('&');
  const changed = parts.flatMap((part) =>
    part.split('=')[0] !== name ? [part] : become === undefined ? [] : [become],
  );
  const text = changed.length === 0 ? '' : `?${changed.join('&')}`;
  return { do: 'replace-text', file, offset, expect: `?${url.query}`, text };
}

/** All that are given this very text, this one included: they change together. */
export function sharersOf(project: Project, { at }: Pick<StoreUrl, 'at'>): readonly StoreUrl[] {
  return storeUrls(project).filter(
    (one) => one.at.file === at.file && one.at.line === at.line && one.at.column === at.column,
  );
}
