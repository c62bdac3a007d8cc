import type { Project, Service } from '../project.ts';
import { membersOf, valueIn } from '../value-in.ts';
import { stagesOf } from './dockerfile-stages.ts';
import { type ImageBuild, imageBuildOf } from './image-build.ts';
import { type ImageRecipe, imageRecipe } from './image-steps.ts';

/** The image of a service that a Dockerfile of the project makes. */
export interface ServiceImage {
  readonly build: ImageBuild & { readonly dockerfile: string };
  /** Of the Dockerfile. */
  readonly text: string;
  readonly recipe: ImageRecipe;
  /** What starts in it. */
  readonly start: {
    readonly words: readonly string[];
    /** Whether the Dockerfile says a part of that, and not the compose file or the base all of it. */
    readonly byImage: boolean;
  };
}

/** Undefined where the image is not made here, or nobody can tell how. */
export function serviceImage(
  service: Service,
  project: Pick<Project, 'read' | 'onDisk'>,
): ServiceImage | undefined {
  const build = imageBuildOf(service, (file) => project.onDisk(file));
  const dockerfile = build?.dockerfile;
  const text = dockerfile === undefined ? undefined : project.read(dockerfile);
  const stages = text === undefined ? undefined : stagesOf(text);
  if (build === undefined || dockerfile === undefined || text === undefined || stages === undefined)
    return undefined;
  const recipe = imageRecipe(stages, build, argsOf(service));
  return recipe && { build: { ...build, dockerfile }, text, recipe, start: startOf(service, recipe) };
}

function argsOf({ spec }: Service): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(membersOf(valueIn(spec['build'], 'args'))).flatMap(([name, value]): [string, string][] =>
      value === null || typeof value === 'object' ? [] : [[name, String(value)]],
    ),
  );
}

/** An entrypoint of the compose file takes the place of both, a command that of the image's (Compose, entrypoint and command). */
function startOf({ entrypoint, command }: Service, image: ImageRecipe): ServiceImage['start'] {
  if (entrypoint.length > 0) return { words: [...entrypoint, ...command], byImage: false };
  const last = command.length > 0 ? command : (image.command ?? []);
  return {
    words: [...(image.entrypoint ?? []), ...last],
    byImage: image.entrypoint !== undefined || (command.length === 0 && image.command !== undefined),
  };
}
