import type { Place, Project, Service } from '../../../project/project.ts';
import { givenAt } from '../compose/path-in-container.ts';
import { isOfficialPostgres, mainConf, postgresSettings } from './postgres-settings.ts';

/** A file that a server with `ssl = on` opens at its start. */
export interface TlsFile {
  readonly setting: 'ssl_cert_file' | 'ssl_key_file' | 'ssl_ca_file';
  /** In the container; the defaults lie beside the data. */
  readonly path: string;
  /** Where the setting is written, else where `ssl` is. */
  readonly at: Place;
  /** `unknown`: the data folder, a mounted folder or an image of its own may hold it. */
  readonly is: 'mounted' | 'nowhere' | 'unknown';
  /** The folder of the project that is mounted around that path and has no such file. */
  readonly folder?: string | undefined;
}

const SETTINGS = [
  ['ssl_cert_file', 'server.crt'],
  ['ssl_key_file', 'server.key'],
  ['ssl_ca_file', ''],
] as const;

/** Where each comes from. A relative path is one of the data folder. */
export function tlsFiles(project: Project, service: Service): readonly TlsFile[] {
  const settings = postgresSettings(project, service);
  const data = mainConf(service).replace(/\/[^/]*$/, '');
  return SETTINGS.flatMap(([setting, otherwise]): TlsFile[] => {
    const written = settings.get(setting);
    const value = written?.value ?? otherwise;
    if (value === '') return [];
    const path = value.startsWith('/') ? value : `${data}/${value}`;
    const at = written?.at ?? settings.get('ssl')?.at ?? service.at;
    return [
      {
        setting,
        path,
        at,
        ...(value.startsWith('/') ? whereIs(project, service, path) : { is: 'unknown' as const }),
      },
    ];
  });
}

/** Debian brings a certificate for trying out (package ssl-cert), at these names. */
const SNAKEOIL = /\/ssl-cert-snakeoil\.(?:pem|key)$/;

function whereIs(project: Project, service: Service, path: string): Pick<TlsFile, 'is' | 'folder'> {
  const { buildContext, entrypoint, command } = service;
  const given = givenAt(project, service, path);
  if (given.state === 'there') return { is: 'mounted' };
  const isPlain =
    buildContext === undefined &&
    entrypoint.length === 0 &&
    /^(?:-.*|postgres)$/.test(command[0] ?? 'postgres') &&
    isOfficialPostgres(service);
  const mayBeMade = path.startsWith('/var/lib/postgresql/') || SNAKEOIL.test(path);
  return given.state !== 'absent' || !isPlain || mayBeMade
    ? { is: 'unknown' }
    : { is: 'nowhere', folder: given.folder };
}
