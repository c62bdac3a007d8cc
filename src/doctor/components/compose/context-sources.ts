import {
  type DockerWord,
  type Instruction,
  type Stage,
  stageNamed,
  stagesOf,
} from '../../../project/image/dockerfile-stages.ts';
import type { Project } from '../../../project/project.ts';
import type { Build } from './builds.ts';

/** A path that a build takes from its context by one name: no pattern, no variable. */
export interface ContextSource extends DockerWord {
  readonly keyword: string;
}

/** Patterns may match nothing; of variables the value is not known here; `<<` begins a text, `://` and `git@` an address. */
const OTHER = /[*?[\]$\\"'`]|<<|:\/\/|^git@/;

/**
 * What a build takes from its context in the stages that its target needs: BuildKit leaves out the others. Undefined where its
 * Dockerfile cannot be read or understood.
 */
export function contextSourcesOf(project: Project, build: Build): readonly ContextSource[] | undefined {
  const text = build.dockerfile === undefined ? undefined : project.read(build.dockerfile);
  const stages = text === undefined ? undefined : stagesOf(text);
  if (stages === undefined) return undefined;
  return [...neededStages(stages, build)].flatMap(({ instructions }) => instructions.flatMap(sourcesOf));
}

function neededStages(stages: readonly Stage[], { target, named }: Build): ReadonlySet<Stage> {
  const stageOf = (wanted: string, before: number): Stage | undefined =>
    stageNamed(stages.slice(0, before), wanted, named);
  const needed = new Set<Stage>();
  const need = (stage: Stage | undefined): void => {
    if (stage === undefined || needed.has(stage)) return;
    needed.add(stage);
    const at = stages.indexOf(stage);
    need(stageOf(stage.from, at));
    for (const { flags } of stage.instructions)
      for (const flag of flags) {
        const from = fieldsOf(flag).get('from')?.text;
        if (from !== undefined) need(stageOf(from, at));
      }
  };
  need(target === undefined ? stages.at(-1) : stageOf(target, stages.length));
  return new Set(stages.filter((stage) => needed.has(stage)));
}

function sourcesOf({ keyword, flags, words }: Instruction): ContextSource[] {
  const sources =
    keyword === 'COPY' || keyword === 'ADD'
      ? flags.some((flag) => fieldsOf(flag).has('from'))
        ? []
        : words.slice(0, -1)
      : keyword === 'RUN'
        ? flags.flatMap(mounted)
        : [];
  // What is meant as a comment is a list of files to BuildKit: the first of them is enough.
  const comment = sources.findIndex(({ text }) => text.startsWith('#'));
  const told = comment === -1 ? sources : sources.slice(0, comment + 1);
  return told.filter(({ text }) => !OTHER.test(text)).map((source) => ({ ...source, keyword }));
}

/** `--mount=type=bind,source=package.json,target=/app/package.json`; bind is what a mount is unless it says otherwise. */
function mounted(flag: DockerWord): DockerWord[] {
  const fields = fieldsOf(flag);
  const source = fields.get('source') ?? fields.get('src');
  const isBind = (fields.get('type')?.text ?? 'bind') === 'bind';
  return flag.text.startsWith('--mount=') && isBind && !fields.has('from') && source !== undefined
    ? [source]
    : [];
}

/** `from` of `--from=build`, and each field of `--mount=from=build,source=/a`. */
function fieldsOf({ text, offset }: DockerWord): ReadonlyMap<string, DockerWord> {
  return new Map(
    [...text.matchAll(/(?:^--mount=|^--|,)(\w+)=([^,]*)/g)].map((match) => {
      const [whole, key = '', value = ''] = match;
      return [key, { text: value, offset: offset + match.index + whole.length - value.length }];
    }),
  );
}
