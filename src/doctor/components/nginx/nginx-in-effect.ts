import type { NginxDirective } from '../../../edits/conf/nginx-tokens.ts';
import type { Project, Service } from '../../../project/project.ts';
import { hasConfOfImage } from './conf-of-image.ts';
import { contextOfFile, nginxDirectives, type NginxPlace } from './nginx-files.ts';
import { includedPath, includedPaths, MAIN_CONF, nginxParts } from './nginx-includes.ts';
import { matchesGlob } from '../../../project/matches-glob.ts';

/** Files of distributions, of the image and of certbot that say nothing but what their names say. */
const KNOWN_INCLUDES = /(?:mime\.types|_params|fastcgi\.conf|options-ssl-nginx\.conf|\/modules-enabled\/.*)$/;

/**
 * The directive of one value that is in effect at a place: that of the innermost block which has one, in an included file too, and
 * at last of the `http` block, whichever file of the service that stands in. `default` where none has; `unknown` where a file
 * that is not at hand may have one.
 */
export function inEffect(
  project: Project,
  { around, file }: NginxPlace,
  name: string,
  service: Service | undefined = project.services.find((one) => one.name === file.service),
): NginxPlace | 'default' | 'unknown' {
  for (const block of around.toReversed()) {
    const set = inBlock(project, service, block.children ?? [], name);
    if (set !== undefined) return set;
  }
  if (around[0]?.words[0] === 'http') return 'default';
  const top = nginxDirectives(project).filter((one) => one.file === file && one.around.length === 0);
  if (contextOfFile(file) !== 'http' || service === undefined) return 'unknown';
  const own = inBlock(
    project,
    service,
    top.map(({ directive }) => directive),
    name,
  );
  return own ?? inHttp(project, service, name);
}

function inBlock(
  project: Project,
  service: Service | undefined,
  children: readonly NginxDirective[],
  name: string,
): NginxPlace | 'unknown' | undefined {
  const set = children.findLast(({ words }) => words[0] === name);
  if (set !== undefined) return nginxDirectives(project).find(({ directive }) => directive === set);
  const parts = service === undefined ? [] : nginxParts(project, service);
  for (const { words } of children) {
    if (words[0] !== 'include') continue;
    const path = includedPath(words[1] ?? '');
    const included = parts.filter(({ target }) => matchesGlob(path, target));
    const found = included.flatMap(({ top }) => top).find(({ directive }) => directive.words[0] === name);
    if (found !== undefined) return found;
    if (included.length === 0 && !KNOWN_INCLUDES.test(path) && mayBeThere(project, service, path))
      return 'unknown';
  }
  return undefined;
}

/** A file that is named is there. A pattern may match nothing: what else could be there is in an image, in a volume or outside the project. */
function mayBeThere(project: Project, service: Service | undefined, path: string): boolean {
  const isHidden = service?.mounts.some(
    ({ kind, source, target }) =>
      path.startsWith(`${target}/`) && (kind !== 'bind' || source.startsWith('/')),
  );
  const isSeen = service !== undefined && hasConfOfImage(project, service) && isHidden !== true;
  return !/[*?]/.test(path) || !isSeen;
}

/** Beside the file itself: the main file, and what that includes into its `http`. */
function inHttp(project: Project, service: Service, name: string): NginxPlace | 'default' | 'unknown' {
  const paths = includedPaths(project, service);
  if (paths === undefined) return 'unknown';
  const found = nginxDirectives(project).find(
    ({ file, directive, around }) =>
      file.service === service.name &&
      directive.words[0] === name &&
      (file.target === MAIN_CONF
        ? around.length === 1 && around[0]?.words[0] === 'http'
        : around.length === 0 &&
          contextOfFile(file) === 'http' &&
          nginxParts(project, service).some(
            (part) => part.file === file && paths.some((path) => matchesGlob(path, part.target)),
          )),
  );
  return found ?? 'default';
}
