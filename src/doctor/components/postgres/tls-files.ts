import type { YamlValue } from '../../../edits/edit.ts';
import type { Place, Project, Service } from '../../../project/project.ts';
import { membersOf, scalarText } from '../compose/spec-value.ts';
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
    return [{ setting, path, at, is: value.startsWith('/') ? whereIs(service, path) : 'unknown' }];
  });
}

/** Debian brings a certificate for trying out (package ssl-cert), at these names. */
const SNAKEOIL = /\/ssl-cert-snakeoil\.(?:pem|key)$/;

function whereIs(service: Service, path: string): TlsFile['is'] {
  const { mounts, buildContext, entrypoint, command } = service;
  if (handedOver(service).includes(path)) return 'mounted';
  const over = mounts.filter(
    ({ target }) => path === target || path.startsWith(`${target.replace(/\/$/, '')}/`),
  );
  if (over.some(({ target }) => target === path)) return 'mounted';
  const plain =
    buildContext === undefined &&
    entrypoint.length === 0 &&
    /^(?:-.*|postgres)$/.test(command[0] ?? 'postgres');
  const isUnknown = over.length > 0 || !plain || !isOfficialPostgres(service) || SNAKEOIL.test(path);
  return isUnknown || path.startsWith('/var/lib/postgresql/') ? 'unknown' : 'nowhere';
}

/** Paths of the service's secrets and configs: `/run/secrets/NAME` and `/NAME` unless they say another. */
function handedOver({ spec }: Service): readonly string[] {
  const targets = (value: YamlValue | undefined, folder: string): string[] =>
    (Array.isArray(value) ? value : []).flatMap((item: YamlValue) => {
      const target =
        scalarText(item) ?? scalarText(membersOf(item)['target']) ?? scalarText(membersOf(item)['source']);
      return target === undefined ? [] : [target.startsWith('/') ? target : `${folder}${target}`];
    });
  return [...targets(spec['secrets'], '/run/secrets/'), ...targets(spec['configs'], '/')];
}
