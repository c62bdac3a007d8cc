import { posix } from 'node:path';
import { dockerfileVariables, type DockerfileVariables } from './dockerfile-variables.ts';
import { type DockerWord, type Instruction, type Stage, stageNamed } from './dockerfile-stages.ts';
import type { ImageBuild } from './image-build.ts';

/** What an instruction does to the files of an image; paths in it are absolute. */
export type ImageStep =
  | {
      readonly do: 'copy';
      /** From the build context. */
      readonly sources: readonly DockerWord[];
      readonly target: string;
      /** Whether the target is written as a folder, to hold what is copied. */
      readonly into: boolean;
    }
  /** Something else than a file of the context comes to stand there: of another stage or image, an address, a here-document. */
  | { readonly do: 'cover'; readonly target: string }
  | { readonly do: 'run'; readonly script: string };

/** How an image is made, from the first stage that it goes through. */
export interface ImageRecipe {
  /** As the first of those stages names it. */
  readonly base: string;
  readonly steps: readonly ImageStep[];
  /** Words of its own ENTRYPOINT and CMD; undefined where the base decides. */
  readonly entrypoint: readonly string[] | undefined;
  readonly command: readonly string[] | undefined;
}

/** Undefined where the target is no stage of the file. */
export function imageRecipe(
  stages: readonly Stage[],
  { target, named }: Pick<ImageBuild, 'target' | 'named'>,
  args: ReadonlyMap<string, string>,
): ImageRecipe | undefined {
  const through: Stage[] = [];
  let stage = target === undefined ? stages.at(-1) : stageNamed(stages, target, named);
  while (stage !== undefined) {
    through.unshift(stage);
    stage = stageNamed(stages.slice(0, stages.indexOf(stage)), stage.from, named);
  }
  const [first] = through;
  if (first === undefined) return undefined;
  const instructions = through.flatMap((one) => one.instructions);
  const wordsOf = (keyword: string): readonly string[] | undefined =>
    instructions.findLast((one) => one.keyword === keyword)?.words.map(({ text }) => text);
  return {
    base: first.from,
    steps: stepsOf(instructions, args),
    entrypoint: wordsOf('ENTRYPOINT'),
    command: wordsOf('CMD'),
  };
}

/** Flags that change neither what is copied nor where it goes. */
const PLAIN_FLAG = /^--(?:chown|chmod|link|checksum|keep-git-dir)(?:=|$)/;
/** Addresses, here-documents, and archives, which ADD unpacks. */
const NO_FILE = /:\/\/|^git@|^<<|\.(?:tar(?:\.\w+)?|tgz|tbz2?|txz)$/;

function stepsOf(
  instructions: readonly Instruction[],
  args: ReadonlyMap<string, string>,
): readonly ImageStep[] {
  const variables = dockerfileVariables(args);
  // Of the base it is not known.
  let folder: string | undefined;
  return instructions.flatMap((instruction): readonly ImageStep[] => {
    const { keyword, words } = instruction;
    variables.learn(instruction);
    if (keyword === 'RUN') {
      const script = words.map(({ text }) => text).join(' ');
      return [{ do: 'run', script: folder === undefined ? script : `cd ${folder} && ${script}` }];
    }
    if (keyword === 'WORKDIR') folder = pathIn(folder, variables.filledIn(words[0]?.text ?? ''));
    return keyword === 'COPY' || keyword === 'ADD' ? copySteps(instruction, folder, variables) : [];
  });
}

function copySteps(
  { flags, words }: Instruction,
  folder: string | undefined,
  variables: DockerfileVariables,
): readonly ImageStep[] {
  const written = variables.filledIn(words.at(-1)?.text ?? '');
  const target = pathIn(folder, written);
  // Anywhere.
  if (written === undefined || target === undefined) return [{ do: 'cover', target: '/' }];
  const isPlain = flags.every(({ text }) => PLAIN_FLAG.test(text));
  const sources = words.slice(0, -1).flatMap(({ text, offset }) => {
    const filled = variables.filledIn(text);
    return filled === undefined || !isPlain || NO_FILE.test(filled) ? [] : [{ text: filled, offset }];
  });
  const others = words.length - 1 - sources.length;
  const into = words.length > 2 || /(?:^|\/)\.?$/.test(written);
  return [
    ...(others > 0 ? [{ do: 'cover', target } as const] : []),
    ...(sources.length > 0 ? [{ do: 'copy', sources, target, into } as const] : []),
  ];
}

/** Without a slash at its end. */
function pathIn(folder: string | undefined, path: string | undefined): string | undefined {
  if (path === undefined || path === '' || (folder === undefined && !posix.isAbsolute(path)))
    return undefined;
  return posix.resolve(folder ?? '/', path);
}
