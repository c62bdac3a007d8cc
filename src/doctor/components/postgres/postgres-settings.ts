import { readPostgresConf } from '../../../edits/conf/postgres.ts';
import type { Edit } from '../../../edits/edit.ts';
import { type PostgresMajor, postgresMajor } from '../../../facts/postgres-major.ts';
import { postgresParameter } from '../../../facts/postgres.ts';
import type { ConfigFile, Place, Project, Service } from '../../../project/project.ts';
import { withWordReplaced, withWords } from '../compose/command-edits.ts';
import { placeInText } from '../../place-in-text.ts';
import { placeOfWord } from '../compose/places.ts';

/** A server parameter where it is written. */
export interface PostgresSetting {
  readonly name: string;
  /** Unquoted, with its unit. */
  readonly value: string;
  readonly at: Place;
  readonly from: 'command' | 'file';
}

interface Written extends PostgresSetting {
  /** Index of the word of the command. */
  readonly word?: number;
}

/** Built on the official image: its entrypoint, its variables. Not Bitnami's, nor those with a start program of their own. */
export function isOfficialPostgres({ image = '' }: Pick<Service, 'image'>): boolean {
  const repository = (image.split('@')[0] ?? '').replace(/:[^:/]*$/, '');
  return (
    /(?:^|\/)(?:postgres|pgvector|postgis|timescaledb)$/.test(repository) &&
    !/bitnami|supabase|zalando|cloudnative|crunchy/.test(repository)
  );
}

/** Folder of the data: PGDATA, else the image's own, which moved in 18. */
function dataFolder(service: Service): string {
  const given = service.environment.findLast(({ key }) => key === 'PGDATA')?.value;
  const major = postgresMajor(service);
  return given ?? (major === 18 ? '/var/lib/postgresql/18/docker' : '/var/lib/postgresql/data');
}

/** The main file that the server reads, by its path in the container. */
export function mainConf(service: Service): string {
  const given = commandSettings(service).findLast(({ name }) => name === 'config_file')?.value;
  return given ?? `${dataFolder(service).replace(/\/$/, '')}/postgresql.conf`;
}

/** Every setting in effect by name, as the files say it: those of the main file and what it includes, and the command line's over them. */
export function postgresSettings(project: Project, service: Service): ReadonlyMap<string, PostgresSetting> {
  const own = project.configs.filter(
    ({ kind, service: name }) => kind === 'postgres' && name === service.name,
  );
  const all = [...confSettings(own, mainConf(service), []), ...commandSettings(service)];
  return new Map(all.map((setting) => [setting.name, setting]));
}

/** Configuration files of the service that the server reads: its main file, and what that includes. */
export function loadedConfs(project: Project, service: Service): readonly ConfigFile[] {
  const own = project.configs.filter(
    ({ kind, service: name }) => kind === 'postgres' && name === service.name,
  );
  const seen: string[] = [];
  confSettings(own, mainConf(service), seen);
  return own.filter(({ target }) => target !== undefined && seen.includes(target));
}

function confSettings(own: readonly ConfigFile[], target: string, seen: string[]): readonly Written[] {
  const conf = own.find((one) => one.target === target);
  if (conf === undefined || seen.includes(target)) return [];
  seen.push(target);
  const folder = target.slice(0, target.lastIndexOf('/'));
  return readPostgresConf(conf.text).flatMap(({ key, value, valueStart }): readonly Written[] => {
    const path = value.startsWith('/') ? value : `${folder}/${value}`;
    if (key === 'include' || key === 'include_if_exists') return confSettings(own, path, seen);
    if (key === 'include_dir')
      return own
        .flatMap((one) =>
          one.target?.startsWith(`${path.replace(/\/$/, '')}/`) === true ? [one.target] : [],
        )
        .toSorted()
        .flatMap((file) => confSettings(own, file, seen));
    return [{ name: key, value, at: placeInText(conf.file, conf.text, valueStart), from: 'file' }];
  });
}

/** `-c name=value`, `-cname=value` and `--name=value`; dashes in a name are underscores. */
function commandSettings(service: Service): readonly Written[] {
  const { command } = service;
  return command.flatMap((word, index): readonly Written[] => {
    const match = /^(?:-c|--)?([A-Za-z_][\w.-]*)=(.*)$/s.exec(word);
    const [, name = '', value = ''] = match ?? [];
    if (match === null || (!word.startsWith('-') && command[index - 1] !== '-c')) return [];
    const at = placeOfWord(service, index);
    return [{ name: name.replaceAll('-', '_').toLowerCase(), value, at, from: 'command', word: index }];
  });
}

/**
 * The edit that gives the server another value: where the one in effect is written, else in the main file, else as `-c` on the
 * command line. Undefined where that is no plain edit.
 */
export function withPostgresSetting(
  project: Project,
  service: Service,
  name: string,
  value: string,
): readonly Edit[] | undefined {
  const onLine = commandSettings(service).findLast((one) => one.name === name);
  if (onLine?.word !== undefined) {
    const prefix = service.command[onLine.word]?.split('=', 1)[0] ?? '';
    const edit = withWordReplaced(project, service, onLine.word, `${prefix}=${value}`);
    return edit === undefined ? undefined : [edit];
  }
  const set = postgresSettings(project, service).get(name);
  const target = mainConf(service);
  const main = project.configs.find((one) => one.service === service.name && one.target === target);
  const file = set?.at.file ?? main?.file;
  if (file !== undefined) return [{ do: 'set-conf', syntax: 'postgres', file, key: name, value }];
  return withWords(project, service, 'postgres', ['-c', `${name}=${value}`]);
}

const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1024,
  '8kB': 8192,
  MB: 1024 ** 2,
  GB: 1024 ** 3,
  TB: 1024 ** 4,
};
const SECONDS: Readonly<Record<string, number>> = { us: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600, d: 86_400 };

/** A value in bytes, seconds or as it is, by the unit of its parameter. Undefined where the server would refuse it. */
export function postgresNumber(name: string, value: string, major: PostgresMajor = 17): number | undefined {
  const own = postgresParameter(name, major)?.unit ?? '';
  const match = /^\s*(-?\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*$/.exec(value);
  if (match === null) return undefined;
  const unit = match[2] === '' ? own : (match[2] ?? '');
  const factor = own === '' ? (match[2] === '' ? 1 : undefined) : (BYTES[unit] ?? SECONDS[unit]);
  const number = Number(match[1]);
  return factor === undefined ? undefined : number < 0 ? number : number * factor;
}

/** What the server takes where nothing is written (boot_val), in bytes, seconds or as it is. */
export function postgresDefault(name: string, major: PostgresMajor = 17): number | undefined {
  const parameter = postgresParameter(name, major);
  return parameter === undefined ? undefined : postgresNumber(name, parameter.default, major);
}

/** The default as PostgreSQL shows it: `128MB`, `100`. */
export function postgresDefaultShown(name: string, major: PostgresMajor = 17): string | undefined {
  const value = postgresDefault(name, major);
  const unit = postgresParameter(name, major)?.unit ?? '';
  return value === undefined || value < 0 || BYTES[unit] === undefined
    ? postgresParameter(name, major)?.default
    : postgresBytes(value);
}

/** Bytes as a postgresql.conf has them: whole MB where that is exact enough, else kB. */
export function postgresBytes(bytes: number): string {
  return bytes >= 1024 ** 2 ? `${Math.floor(bytes / 1024 ** 2)}MB` : `${Math.floor(bytes / 1024)}kB`;
}
