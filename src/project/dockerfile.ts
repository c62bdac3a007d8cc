import { posix } from 'node:path';
import type { YamlValue } from '../edits/edit.ts';

/** Name of the Dockerfile below the build context that a service names; `Dockerfile` unless it does. */
export function dockerfileOf({ spec }: { readonly spec: { readonly [key: string]: YamlValue } }): string {
  const build = spec['build'];
  const named =
    typeof build === 'object' && build !== null && 'dockerfile' in build ? build['dockerfile'] : undefined;
  return typeof named === 'string' ? named : 'Dockerfile';
}

/** The name, from the root of the project, of what a build names within its context. */
export function inContext(context: string, name: string): string {
  return posix.isAbsolute(name) ? name : posix.join(context, name);
}

/** The image that the last stage starts from; a stage that is named earlier leads on to its own base. */
export function lastBase(dockerfile: string): string | undefined {
  const stages = new Map<string, string>();
  let last: string | undefined;
  for (const match of dockerfile.matchAll(
    /^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(\S+)(?:[ \t]+AS[ \t]+(\S+))?/gim,
  )) {
    const from = match[1] ?? '';
    last = stages.get(from.toLowerCase()) ?? from;
    if (match[2] !== undefined) stages.set(match[2].toLowerCase(), last);
  }
  return last;
}
