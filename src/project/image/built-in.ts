import { posix } from 'node:path';
import { globSync } from 'tinyglobby';
import { countLines } from '../count-lines.ts';
import { inContext } from '../dockerfile.ts';
import type { Folder } from '../folder.ts';
import { isInFolder } from '../is-in-folder.ts';
import type { BuiltIn, Service } from '../project.ts';
import { ignoreRulesOf, isIgnored } from './docker-ignore.ts';
import type { ImageBuild } from './image-build.ts';
import type { ImageStep } from './image-steps.ts';
import { mayChange } from './may-change.ts';
import { type ServiceImage, serviceImage } from './service-image.ts';

/** A file of the project at its path in the image of a service. */
export interface BuiltInFile {
  readonly source: string;
  readonly target: string;
  readonly builtIn: BuiltIn;
}

interface Surroundings {
  readonly folder: Folder;
  /** Files of a folder of the project, named from the root. */
  filesIn(name: string): readonly string[];
}

/** Folders that the images of the known programs have: what is copied there without a slash at the end goes into them. */
const FOLDERS_OF_IMAGES = new Set([
  '/',
  '/etc',
  '/etc/nginx',
  '/etc/nginx/conf.d',
  '/etc/prometheus',
  '/etc/alertmanager',
  '/qdrant/config',
  '/usr/local/etc',
]);
/** Programs that read the file that their command line names: where the Dockerfile has the command line, it is not understood here. */
const READS_WHAT_IT_IS_TOLD = new Set<Service['kind']>(['postgres', 'redis', 'qdrant']);
/** Where the images of nginx and PostgreSQL look for scripts to run at their start. */
export const START_SCRIPTS = ['/docker-entrypoint.d', '/docker-entrypoint-initdb.d'];

/**
 * The files of the project that COPY and ADD put at wanted paths of the image of a service, through every stage that leads to the
 * one that is built. None that a later instruction, or a script at the start, may change or take away, and none whose place hangs
 * on a value that is not known.
 */
export function builtInFiles(
  service: Service,
  isWanted: (target: string) => boolean,
  surroundings: Surroundings,
): readonly BuiltInFile[] {
  const { folder } = surroundings;
  const image = serviceImage(service, {
    read: (file) => textOf(folder, file),
    onDisk: (file) => folder.onDisk(folder.pathOf(file)),
  });
  if (image === undefined) return [];
  const { recipe, start } = image;
  if (start.byImage && READS_WHAT_IT_IS_TOLD.has(service.kind)) return [];
  const names = new Set(start.words.map((word) => posix.basename(word)));
  const isScript = (target: string): boolean =>
    names.has(posix.basename(target)) || START_SCRIPTS.some((one) => isInFolder(target, one));
  const files = filesAfter({
    ...surroundings,
    image,
    isWanted: (target) => isWanted(target) || isScript(target),
  });
  const scripts = files
    .filter(({ target }) => isScript(target))
    .map(({ source }) => textOf(folder, source) ?? '');
  // A line anywhere may have let the image's own configuration include the file.
  const runs = READS_WHAT_IT_IS_TOLD.has(service.kind)
    ? recipe.steps.flatMap((step) => (step.do === 'run' ? [step.script] : []))
    : [];
  const changing = [start.words.join(' '), ...scripts, ...runs];
  return files.filter(
    ({ target }) => isWanted(target) && !changing.some((script) => mayChange(script, target)),
  );
}

function textOf(folder: Folder, file: string): string | undefined {
  return folder.read(folder.pathOf(file)).text;
}

interface Copying extends Surroundings {
  readonly image: ServiceImage;
  isWanted(target: string): boolean;
}

function filesAfter(copying: Copying): readonly BuiltInFile[] {
  const { folder, image } = copying;
  const { steps, base } = image.recipe;
  const { context, dockerfile } = image.build;
  const read = (file: string): string | undefined => textOf(folder, file);
  const rules = ignoreRulesOf({ read }, context, dockerfile);
  const lines = countLines(image.text);
  const files = new Map<string, BuiltInFile>();
  for (const step of steps) {
    for (const target of files.keys())
      if (step.do === 'run' ? mayChange(step.script, target) : covers(step, target)) files.delete(target);
    if (step.do !== 'copy') continue;
    for (const { source, target, offset } of copied(step, copying, new Set(files.keys()))) {
      if (isIgnored(rules, posix.relative(context, source))) continue;
      const { line, col } = lines.linePos(offset);
      files.set(target, {
        source,
        target,
        builtIn: { at: { file: dockerfile, line, column: col }, base },
      });
    }
  }
  return [...files.values()];
}

function covers(step: ImageStep, target: string): boolean {
  return step.do === 'cover' && isInFolder(target, step.target);
}

/** The wanted files of a COPY. `there`: what stands in the image already. */
function copied(
  { sources, target, into }: ImageStep & { readonly do: 'copy' },
  copying: Copying,
  there: ReadonlySet<string>,
): readonly { readonly source: string; readonly target: string; readonly offset: number }[] {
  const { image, folder } = copying;
  const isFolder =
    into || FOLDERS_OF_IMAGES.has(target) || [...there].some((file) => file.startsWith(`${target}/`));
  return sources
    .flatMap(({ text, offset }) =>
      matching(text, image.build, folder).flatMap((source) => {
        if (folder.kindOf(folder.pathOf(source)) === 'file')
          return [{ source, target: isFolder ? posix.join(target, posix.basename(source)) : target, offset }];
        return copying.filesIn(source).map((file) => ({
          source: file,
          target: posix.join(target, posix.relative(source, file)),
          offset,
        }));
      }),
    )
    .filter((file) => copying.isWanted(file.target));
}

/** What a source stands for, named from the root. `..` does not lead out of the context (seen with BuildKit). */
function matching(text: string, { context }: ImageBuild, folder: Folder): readonly string[] {
  const name = posix.join('/', text).slice(1).replace(/\/$/, '');
  if (!/[*?[]/.test(name)) return [inContext(context, name)];
  // These mean something else to Docker than to the library (Go's filepath.Match).
  if (/[{}()!^\\]|\*\*/.test(name)) return [];
  const cwd = folder.pathOf(context);
  const options = { cwd, onlyFiles: false, expandDirectories: false, followSymbolicLinks: false, dot: true };
  return globSync(name, options)
    .toSorted()
    .map((found) => inContext(context, found.replace(/\/$/, '')));
}
