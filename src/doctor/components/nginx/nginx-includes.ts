import { posix } from 'node:path';
import { oncePer } from '../../../lib/once-per.ts';
import type { ConfigFile, Mount, Project, Service } from '../../../project/project.ts';
import { hasConfOfImage } from './conf-of-image.ts';
import { nginxDirectives, type NginxPlace } from './nginx-files.ts';

export const MAIN_CONF = '/etc/nginx/nginx.conf';
/** What the nginx.conf of the image includes into http (docker-nginx; its conf.d/default.conf includes nothing). */
const OF_IMAGE = ['/etc/nginx/conf.d/*.conf'];

/** One configuration file of a service as nginx meets it. */
export interface NginxPart {
  readonly service: Service;
  readonly file: ConfigFile;
  /** Where it stands after the image's start script filled in templates. */
  readonly target: string;
  readonly top: readonly NginxPlace[];
  readonly mount: Mount | undefined;
}

/** The nginx files of the project that a service has. */
export function nginxParts(project: Project, service: Service): readonly NginxPart[] {
  return partsOf(project)(service);
}

const partsOf = oncePer((project: Project) =>
  oncePer((service: Service): readonly NginxPart[] => {
    const outermost = nginxDirectives(project).filter(({ around }) => around.length === 0);
    const files = project.configs.filter(
      ({ kind, service: owner }) => kind === 'nginx' && owner === service.name,
    );
    return files.map((file) => {
      const template = /^\/etc\/nginx\/templates\/(.+)\.template$/.exec(file.target ?? '')?.[1];
      return {
        service,
        file,
        target: template === undefined ? (file.target ?? '') : `/etc/nginx/conf.d/${template}`,
        top: outermost.filter((place) => place.file === file),
        mount: service.mounts.find(({ source, target }) => source === file.file && target === file.target),
      };
    });
  }),
);

/** The paths that the nginx of a service includes, from wherever; undefined where they are not to be seen. */
export function includedPaths(project: Project, service: Service): readonly string[] | undefined {
  const own = nginxDirectives(project).filter(({ file }) => file.service === service.name);
  const hasMain = own.some(({ file }) => file.target === MAIN_CONF);
  const words = [...service.entrypoint, ...service.command];
  const elsewhere =
    words.includes('-c') || service.environment.some(({ key }) => key === 'NGINX_ENVSUBST_OUTPUT_DIR');
  if (elsewhere || (!hasMain && !hasConfOfImage(project, service))) return undefined;
  const included = own
    .filter(({ directive }) => directive.words[0] === 'include')
    .map(({ directive }) => includedPath(directive.words[1] ?? ''));
  return included.some((path) => path.includes('$'))
    ? undefined
    : [...(hasMain ? [] : OF_IMAGE), ...included];
}

/** As nginx resolves what stands behind `include`: against the folder of its configuration. */
export function includedPath(written: string): string {
  return posix.resolve(posix.dirname(MAIN_CONF), written);
}
