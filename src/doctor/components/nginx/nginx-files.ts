import { type NginxDirective, tryReadNginx } from '../../../edits/conf/nginx-tokens.ts';
import type { ConfEdit } from '../../../edits/edit.ts';
import { Refusal } from '../../../edits/edit-refused.ts';
import { oncePer } from '../../../lib/once-per.ts';
import type { ConfigFile, Place, Project, Service } from '../../../project/project.ts';
import { repositoryOf } from '../../../project/service-kind.ts';
import { placeInText } from '../../place-in-text.ts';
import { filledIn } from './nginx-templates.ts';

/** A directive of an nginx configuration with the blocks around it. */
export interface NginxPlace {
  readonly file: ConfigFile;
  readonly directive: NginxDirective;
  /** From the outside. */
  readonly around: readonly NginxDirective[];
  readonly at: Place;
}

/**
 * Every directive of every nginx configuration that nginx could read; the service is that which has the file. Templates are
 * filled in with the variables of that service.
 */
export const nginxDirectives = oncePer(({ configs, services }: Project): readonly NginxPlace[] =>
  configs
    .filter(({ kind }) => kind === 'nginx')
    .flatMap((file) => {
      const service = services.find(({ name }) => name === file.service);
      return inside(file, filledIn(parsed(file.text), file, service), []);
    }),
);

/** What nginx cannot read is told elsewhere. */
function parsed(text: string): readonly NginxDirective[] {
  const directives = tryReadNginx(text);
  return directives instanceof Refusal ? [] : directives;
}

function inside(
  file: ConfigFile,
  directives: readonly NginxDirective[],
  around: readonly NginxDirective[],
): NginxPlace[] {
  return directives.flatMap((directive) => [
    { file, directive, around, at: placeInText(file.file, file.text, directive.start) },
    ...inside(file, directive.children ?? [], [...around, directive]),
  ]);
}

/** Names of the blocks, for an edit. */
export function blocksOf({ around }: Pick<NginxPlace, 'around'>): readonly string[] {
  return around.map(({ words }) => words.join(' '));
}

/** A directive in effect at a place: of the innermost block that has one (nginx' inheritance of single values). */
export function inherited({ around }: NginxPlace, name: string): NginxDirective | undefined {
  return around
    .toReversed()
    .flatMap(({ children = [] }) => children.filter(({ words }) => words[0] === name).slice(-1))
    .at(0);
}

/** The `proxy_set_header` lines in effect: those of the innermost block that has any, since one there hides all outer ones. */
export function headersAt({ around }: NginxPlace): readonly NginxDirective[] {
  const blocks = around
    .toReversed()
    .map(({ children = [] }) => children.filter(({ words }) => words[0] === 'proxy_set_header'));
  return blocks.find(({ length }) => length > 0) ?? [];
}

/** Host and port that a `server` of an upstream or a `proxy_pass` names; undefined for a variable or a socket. */
export function addressOf(
  word: string,
): { readonly host: string; readonly port: number | undefined; readonly tls: boolean } | undefined {
  const match = /^(?:(https?|grpcs?):\/\/)?([A-Za-z0-9_.-]+)(?::(\d+))?(?:\/|$)/.exec(word);
  if (match === null) return undefined;
  return {
    host: match[2] ?? '',
    port: match[3] === undefined ? undefined : Number(match[3]),
    tls: match[1]?.endsWith('s') === true,
  };
}

/** Of the image's tag as a number that can be compared: 1.29.7 is 1.029007. Undefined for `alpine`, `stable`, other images. */
export function nginxVersion(image: string | undefined): number | undefined {
  const match = /(?:^|\/)nginx(?:-unprivileged)?:(\d+)\.(\d+)(?:\.(\d+))?/.exec(image ?? '');
  if (match === null) return undefined;
  return Number(match[1]) + Number(match[2]) / 1e3 + Number(match[3] ?? 0) / 1e6;
}

/** Of the nginx that has a file. The tag of an image that is built here says nothing of nginx. */
export function versionAt({ services }: Project, file: ConfigFile): number | undefined {
  const service = services.find(({ name }) => name === file.service);
  const pulled = service?.buildContext === undefined ? service?.image : undefined;
  return nginxVersion(file.builtIn?.base ?? pulled);
}

/** From this version on nginx keeps connections to upstreams without being told (nginx 1.29.7 changes; seen with 1.30.6). */
export const KEEPS_BY_DEFAULT = 1.029007;

/** Whether a service runs nginx as nginx.org publishes it, without modules of others. */
export function isPlainNginx(service: Service | undefined): boolean {
  return service?.buildContext === undefined && isOfficialNginx(service?.image ?? '');
}

export function isOfficialNginx(image: string): boolean {
  return /^(?:docker\.io\/)?(?:library\/)?nginx$|(?:^|\/)nginx-unprivileged$/.test(repositoryOf(image));
}

/** Whether an upstream says itself that idle connections are kept. */
export function hasPool({ children = [] }: NginxDirective): boolean {
  return children.some(({ words }) => words[0] === 'keepalive');
}

/** The edit that sets a directive inside the blocks of that name. */
export function setIn({ file }: ConfigFile, block: readonly string[], key: string, value: string): ConfEdit {
  return { do: 'set-conf', syntax: 'nginx', file, block, key, value };
}

/** The block that a file's own directives stand in: `http` for what nginx.conf of the image includes; undefined where nobody tells. */
export function contextOfFile({ target, text }: ConfigFile): 'main' | 'http' | undefined {
  if (target === '/etc/nginx/nginx.conf') return 'main';
  // A whole nginx.conf where a site belongs: told as that.
  if (/^\s*(?:events|http)\s*\{/m.test(text)) return 'main';
  if (/^\/etc\/nginx\/(?:conf\.d\/[^/]+\.conf|templates\/.*\.template)$/.test(target ?? '')) return 'http';
  return undefined;
}

/** What has to start anew for a change of a file: the service that has it. */
export function restartFor({ service }: Pick<ConfigFile, 'service'>): readonly string[] {
  return service === undefined ? [] : [service];
}
