import type { Edit } from '../../../edits/edit.ts';
import { lineEndOf } from '../../../edits/lines.ts';
import { repositoryOf } from '../../../project/service-kind.ts';
import type { Place, Project, Service } from '../../../project/project.ts';
import { placeInText } from '../../place-in-text.ts';
import { withVariable } from '../compose/variable-edits.ts';
import { writtenAt } from '../env/store-urls.ts';

interface Written {
  readonly value: string;
  readonly at: Place;
  /** End of the line in the file, where it is one of pgbouncer.ini. */
  readonly stop?: number;
}

/** What a PgBouncer is told, by its pgbouncer.ini or by the variables from which its image makes one. */
export interface PgbouncerSettings {
  readonly service: Service;
  /** `1.23` as 1.23 × 100: 123. Undefined where the tag does not tell. */
  readonly version: number | undefined;
  readonly ini: { readonly file: string; readonly text: string } | undefined;
  /** Before a setting's name in capitals, as the image reads it; undefined where a file has the word. */
  readonly prefix: string | undefined;
  readonly settings: ReadonlyMap<'pool_mode' | 'max_prepared_statements', Written>;
}

const NAMES = ['pool_mode', 'max_prepared_statements'] as const;

/** Undefined where the configuration is not here, or says it for each database or user anew. */
export function pgbouncerSettings(project: Project, service: Service): PgbouncerSettings | undefined {
  const { image = '', mounts, buildContext } = service;
  const tag = /:v?(\d+)\.(\d+)(?:[.-][^:/@]*)?(?:@|$)/.exec(image);
  const version = tag === null ? undefined : Number(tag[1]) * 100 + Number(tag[2]);
  const mount = mounts.find(({ target }) => target.endsWith('/pgbouncer.ini'));
  const text = mount === undefined ? undefined : project.read(mount.source);
  if (mount !== undefined && text !== undefined) {
    if (/^[^;#\n]*\S\s*=[^\n]*\bpool_mode\s*=/m.test(text)) return undefined;
    const settings = new Map(NAMES.flatMap((name) => fromIni(mount.source, text, name)));
    return { service, version, ini: { file: mount.source, text }, prefix: undefined, settings };
  }
  const prefix = prefixOf(repositoryOf(image));
  const hidden = mounts.some(({ target }) => /^\/etc\/pgbouncer|^\/bitnami\/pgbouncer/.test(target));
  if (mount !== undefined || hidden || buildContext !== undefined || prefix === undefined) return undefined;
  const settings = new Map(
    NAMES.flatMap((name): [typeof name, Written][] => {
      const entry = service.environment.findLast(({ key }) => key === `${prefix}${name.toUpperCase()}`);
      const value = entry?.value ?? '';
      return entry === undefined || value === '' ? [] : [[name, { value, at: writtenAt(project, entry) }]];
    }),
  );
  return { service, version, ini: undefined, prefix, settings };
}

/** edoburu/docker-pgbouncer entrypoint.sh; bitnami/containers libpgbouncer.sh. */
function prefixOf(repository: string): string | undefined {
  if (/(?:^|\/)edoburu\/pgbouncer$/.test(repository)) return '';
  return /(?:^|\/)bitnami(?:legacy)?\/pgbouncer$/.test(repository) ? 'PGBOUNCER_' : undefined;
}

function fromIni<N extends (typeof NAMES)[number]>(file: string, text: string, name: N): [N, Written][] {
  const match = [
    ...text.matchAll(new RegExp(String.raw`^([ \t]*${name}[ \t]*=[ \t]*)([\w-]+)[ \t]*\r?$`, 'gm')),
  ].at(-1);
  if (match === undefined) return [];
  const [whole, before = '', value = ''] = match;
  const at = placeInText(file, text, match.index + before.length);
  return [[name, { value, at, stop: match.index + whole.length }]];
}

/** 1.21 brought them, switched off; 1.24 switched them on with 200 (NEWS). Undefined where neither setting nor version is known. */
export function preparedStatements({ settings, version }: PgbouncerSettings): number | undefined {
  const written = settings.get('max_prepared_statements')?.value;
  if (version !== undefined && version < FIRST) return 0;
  if (written !== undefined) return /^\d+$/.test(written) ? Number(written) : undefined;
  return version === undefined ? undefined : version < 124 ? 0 : DEFAULT;
}

/** The version that first keeps the statements of its clients apart. */
export const FIRST = 121;
/** Its entrypoint writes the setting since 2023-10-31, two weeks after its image of 1.21.0; since when Bitnami's does is not known. */
const EDOBURU_READS = 122;
/** What PgBouncer takes itself since 1.24. */
const DEFAULT = 200;

/** The edit that lets it keep prepared statements; undefined where its version is not known to, or the place is shared. */
export function withPreparedStatements(project: Project, pooler: PgbouncerSettings): Edit | undefined {
  const { service, version, ini, prefix, settings } = pooler;
  const own = settings.get('max_prepared_statements');
  if (version === undefined || version < FIRST) return undefined;
  if (prefix !== undefined)
    return own !== undefined || (prefix === '' && version >= EDOBURU_READS)
      ? withVariable(project, service, `${prefix}MAX_PREPARED_STATEMENTS`, String(DEFAULT))
      : undefined;
  const beside = own ?? settings.get('pool_mode');
  if (ini === undefined || beside?.stop === undefined) return undefined;
  const { value } = beside;
  const line = `${value}${lineEndOf(ini.text)}max_prepared_statements = ${DEFAULT}`;
  return {
    do: 'replace-text',
    file: ini.file,
    offset: ini.text.lastIndexOf(value, beside.stop),
    expect: value,
    text: own === undefined ? line : String(DEFAULT),
  };
}
