import type { YamlValue } from '../../edits/edit.ts';
import { dockerfileOf, inContext } from '../dockerfile.ts';
import type { OnDisk, Service } from '../project.ts';
import { membersOf, textIn, valueIn } from '../value-in.ts';

/** How an image is built from a folder of the project. */
export interface ImageBuild {
  /** Folder, named from the root. */
  readonly context: string;
  /** Named from the root; undefined where the compose file holds its text, or it is fetched from elsewhere. */
  readonly dockerfile: string | undefined;
  /** The stage that is wanted; the last where none is named. */
  readonly target: string | undefined;
  /** Contexts by name, which take the place of stages and images of that name. */
  readonly named: ReadonlySet<string>;
}

/** Undefined where the service is not built, or from elsewhere. */
export function imageBuildOf(
  { buildContext: context, spec }: Pick<Service, 'buildContext' | 'spec'>,
  onDisk: (file: string) => OnDisk,
): ImageBuild | undefined {
  // A required variable that is not set stands there as written, and the project is refused for that.
  if (context === undefined || context.includes('${')) return undefined;
  const build = spec['build'];
  const file = dockerfileOf({ spec });
  const elsewhere = valueIn(build, 'dockerfile_inline') !== undefined || file.includes('://');
  return {
    context,
    dockerfile: elsewhere ? undefined : realName(inContext(context, file), onDisk),
    target: textIn(build, 'target'),
    named: new Set(contextNames(valueIn(build, 'additional_contexts'))),
  };
}

/** BuildKit takes `dockerfile` where there is no `Dockerfile` (seen with 20.10.24). */
function realName(file: string, onDisk: (file: string) => OnDisk): string {
  const lower = file.replace(/(?<=^|\/)Dockerfile$/, 'dockerfile');
  return onDisk(file) === 'absent' && onDisk(lower) === 'file' ? lower : file;
}

function contextNames(named: YamlValue | undefined): readonly string[] {
  return Array.isArray(named)
    ? named.flatMap((item: YamlValue) => (typeof item === 'string' ? (item.split('=')[0] ?? []) : []))
    : Object.entries(membersOf(named)).map(([name]) => name);
}
