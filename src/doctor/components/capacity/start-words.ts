import type { Edit } from '../../../edits/edit.ts';
import { inContext, dockerfileOf } from '../../../project/dockerfile.ts';
import { type Instruction, stagesOf } from '../../../project/image/dockerfile-stages.ts';
import type { EnvEntry, Place, Project, Service } from '../../../project/project.ts';
import { placeInText } from '../../place-in-text.ts';
import { withWordReplaced } from '../compose/command-edits.ts';
import { imageSource } from '../compose/image-contents.ts';
import { placeOfWord } from '../compose/places.ts';
import { withVariable } from '../compose/variable-edits.ts';

/** A text that may hold flags of the program of a service: a word of its command line, or the value of a variable. */
export interface StartWord {
  readonly text: string;
  /** `NODE_OPTIONS`, `command`. */
  readonly by: string;
  readonly at: Place;
  /** The edit that puts another text there; undefined where that is a person's matter. */
  replaced(text: string): Edit | undefined;
}

/** Of the compose file first, with the script of package.json that is started, then of the Dockerfile where the compose file does not say otherwise. */
export function startWords(project: Project, service: Service): readonly StartWord[] {
  const { entrypoint, command, environment } = service;
  const ofImage = dockerfileWords(project, service);
  return [
    ...command.map((text, i) => ({
      text,
      by: 'command',
      at: placeOfWord(service, i),
      replaced: (to: string) => withWordReplaced(project, service, i, to),
    })),
    ...entrypoint.map((text, i) => ({
      text,
      by: 'entrypoint',
      at: service.placeOf(['entrypoint', i]) ?? service.placeOf(['entrypoint']) ?? service.at,
      replaced: () => undefined,
    })),
    ...scriptWords(project, service, ofImage),
    ...environment.flatMap((entry) =>
      entry.value === undefined
        ? []
        : [
            {
              text: entry.value,
              by: entry.key,
              at: entry.at,
              replaced: (to: string) =>
                isOwn(project, service, entry) ? withVariable(project, service, entry.key, to) : undefined,
            },
          ],
    ),
    ...ofImage,
  ];
}

/** What `npm start` runs by the package.json of the build context. What stands on a command line goes before a variable. */
function scriptWords(
  project: Project,
  { name, buildContext, entrypoint, command }: Service,
  ofImage: readonly StartWord[],
): readonly StartWord[] {
  if (buildContext === undefined) return [];
  const file = inContext(buildContext, 'package.json');
  const manifest = project.read(file) ?? '';
  const isShared = project.services.some((one) => one.name !== name && one.buildContext === buildContext);
  const line = [...entrypoint, ...command, ...ofImage.map(({ text }) => text)].join(' ');
  return [...line.matchAll(/\b(?:npm|yarn|pnpm)\s+(?:run\s+)?([\w:-]+)/g)].flatMap(([, script = '']) => {
    const match = new RegExp(String.raw`("${script}"\s*:\s*")((?:[^"\\]|\\.)*)"`).exec(manifest);
    if (match === null) return [];
    const [, before = '', text = ''] = match;
    const offset = match.index + before.length;
    return [
      {
        text,
        by: `script "${script}" of ${file}`,
        at: placeInText(file, manifest, offset),
        replaced: (to: string): Edit | undefined =>
          isShared ? undefined : { do: 'replace-text', file, offset, expect: text, text: to },
      },
    ];
  });
}

/** No other service reads the same line, and no variable stands within the text. */
function isOwn({ services }: Project, service: Service, { at, raw }: EnvEntry): boolean {
  const others = services.filter(({ name }) => name !== service.name);
  const isShared = others.some(({ environment }) =>
    environment.some((one) => one.at.file === at.file && one.at.line === at.line),
  );
  return !isShared && (!raw.includes('$') || /^\$\{?\w+(?::?-[^}$]*)?\}?$/.test(raw));
}

function dockerfileWords(project: Project, service: Service): readonly StartWord[] {
  const { dockerfile } = imageSource(project, service);
  const { buildContext, entrypoint, command, environment } = service;
  if (dockerfile === undefined || buildContext === undefined) return [];
  const file = inContext(buildContext, dockerfileOf(service));
  const isShared = project.services.some(
    (other) =>
      other.name !== service.name &&
      other.buildContext !== undefined &&
      inContext(other.buildContext, dockerfileOf(other)) === file,
  );
  const own = command.length > 0 || entrypoint.length > 0;
  const isRead = ({ keyword, words }: Instruction): boolean =>
    keyword === 'ENV'
      ? !environment.some(({ key }) => words[0]?.text.startsWith(key) === true)
      : !own && (keyword === 'CMD' || keyword === 'ENTRYPOINT');
  const instructions = stagesOf(dockerfile)?.at(-1)?.instructions ?? [];
  return instructions.filter(isRead).flatMap(({ keyword, words }) =>
    words.map(({ text, offset }) => ({
      text,
      by: `${keyword} of ${file}`,
      at: placeInText(file, dockerfile, offset),
      replaced: (to: string): Edit | undefined => {
        if (isShared) return undefined;
        const start = dockerfile.indexOf(text, offset);
        return { do: 'replace-text', file, offset: start, expect: text, text: to };
      },
    })),
  );
}
