import type { ConfigFile, Place, Service } from '../../../project/project.ts';
import { type ImageStart, imageStart } from './image-start.ts';
import { SECRETS } from './path-in-container.ts';
import { placeOfWord } from './places.ts';

/** A file that a service is told to read. */
export interface NamedPath {
  readonly path: string;
  readonly at: Place;
  /** `--config.file`, `POSTGRES_PASSWORD_FILE`: what names it. */
  readonly by: string;
  /** What kind of configuration it is, where the project may have such a file. */
  readonly kind: ConfigFile['kind'] | undefined;
  /** The program is known not to start without it. */
  readonly needed: boolean;
}

/** Flags of each program that name a file without which it does not start (each run), and the kind of that file. */
const FLAGS: Readonly<Record<string, readonly (readonly [RegExp, ConfigFile['kind'] | undefined])[]>> = {
  prometheus: [
    [/^--?config\.file$/, 'prometheus'],
    [/^--?web\.config\.file$/, undefined],
  ],
  alertmanager: [
    [/^--?config\.file$/, 'alertmanager'],
    [/^--?web\.config\.file$/, undefined],
  ],
  postgres: [
    [/^(?:--)?config[_-]file$/, 'postgres'],
    [/^(?:--)?hba[_-]file$/, undefined],
  ],
  'redis-server': [[/^--aclfile$/, undefined]],
  'valkey-server': [[/^--aclfile$/, undefined]],
  nginx: [[/^-c$/, 'nginx']],
};
/** What the images bring themselves (their Dockerfiles). */
const BROUGHT =
  /^\/(?:etc\/(?:prometheus\/prometheus\.yml|alertmanager\/alertmanager\.yml|nginx\/nginx\.conf)$|usr\/(?:local\/)?(?:share|lib)\/|var\/lib\/postgresql\/|dev\/|proc\/)/;

/** The files that the command of a service of a known image names, and those of /run/secrets that its command or variables name. */
export function namedPaths(service: Service): readonly NamedPath[] {
  const start = imageStart(service);
  return [
    ...(start === undefined || service.entrypoint.length > 0 ? [] : commandPaths(service, start)),
    ...secretPaths(service, start?.start[0] === 'postgres'),
  ].filter(({ path }) => !BROUGHT.test(path));
}

function commandPaths(service: Service, { start: [program], takes }: ImageStart): readonly NamedPath[] {
  const { command } = service;
  const first = command[0] ?? '';
  const named = first.split('/').at(-1) === program;
  // A shell, or another program of the image.
  if (!named && !first.startsWith('-') && !(takes === 'either' && first.endsWith('.conf'))) return [];
  const told = (index: number, path: string, by: string, kind: NamedPath['kind']): NamedPath[] =>
    path.startsWith('/') && !path.includes('$')
      ? [{ path, at: placeOfWord(service, index), by, kind, needed: true }]
      : [];
  const conf = /^(?:redis|valkey)-server$/.test(program) ? Number(named) : command.length;
  const positional = command[conf]?.startsWith('-') === false ? command[conf] : undefined;
  return [
    ...(positional === undefined ? [] : told(conf, positional, 'the command', 'redis')),
    ...command.flatMap((word, i) => {
      const [key = '', ...value] = word.split('=');
      const flag = FLAGS[program]?.find(([pattern]) => pattern.test(key));
      if (flag === undefined) return [];
      const [path, at] = value.length > 0 ? [value.join('='), i] : [command[i + 1] ?? '', i + 1];
      return told(at, path, key, flag[1]);
    }),
  ];
}

function secretPaths(service: Service, isPostgres: boolean): readonly NamedPath[] {
  const plain = (text: string | undefined): boolean =>
    text?.startsWith(`${SECRETS}/`) === true && /^[\w./-]+$/.test(text);
  const variables = service.environment.flatMap(({ key, value = '', at }) => {
    const needed = isPostgres && /^POSTGRES_(?:PASSWORD|USER|DB|INITDB_ARGS)_FILE$/.test(key);
    return plain(value) ? [{ path: value, at, by: key, kind: undefined, needed }] : [];
  });
  const words = service.command.flatMap((word, i) => {
    const path = word.slice(word.indexOf('=') + 1);
    // Certificate and key of a server are told by pg-ssl-cert-missing, where it is to speak TLS.
    const isTls = isPostgres && /^(?:--)?ssl[_-]\w+[_-]file=/.test(word);
    return plain(path) && !isTls
      ? [{ path, at: placeOfWord(service, i), by: 'the command', kind: undefined, needed: false }]
      : [];
  });
  return [...variables, ...words];
}
