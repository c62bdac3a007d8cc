import { posix } from 'node:path';
import { isInFolder } from '../../../project/is-in-folder.ts';
import type { Project } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable, notObservable } from '../../check.ts';
import { type Build, buildsOf, mayBePulled, namesOf } from '../../components/compose/builds.ts';
import { startedServices } from '../../components/compose/spec-value.ts';

const DOCKERFILE = /(?:^|\/)(?:(?:Docker|Container)file(?:[.-][^/]*)?|[^/]*\.Dockerfile)$/i;

export const composeBuildFileMissing = defineCheck({
  id: 'compose-build-file-missing',
  area: 'compose',
  severity: 'error',
  title: 'What an image is built from is there',
  why: `"docker compose config" accepts a build whose folder or Dockerfile is not there; only the build stops, and with it the start of
every service of the stack. Where an older image is still on the machine it goes on being used, and no change reaches it.`,
  repair:
    'Correct the path of the context, which is relative to the compose file, or of the Dockerfile, which is relative to the context.',
  fixClass: 'never',
  source:
    'docker compose 2.40.3 and BuildKit of Docker 20.10.24, run: "unable to prepare context: path … not found", "failed to read dockerfile: open …: no such file or directory"; compose-spec, build.md',
  run: ({ project }) => {
    if (!startedServices(project).some(({ spec }) => spec['build'] !== undefined))
      return notApplicable('no service is built');
    const seen = buildsOf(project).filter(({ context }) => project.onDisk(context) !== undefined);
    if (seen.length === 0) return notObservable('every build context is outside the project');
    return found(seen.flatMap((build) => findingOf(project, build)));
  },
});

function findingOf(project: Project, build: Build): Finding[] {
  const fault = faultOf(project, build);
  if (fault === undefined) return [];
  const { key, what, repair } = fault;
  const places = build.services.map(
    (service) => service.placeOf(['build', key]) ?? service.placeOf(['build']) ?? service.at,
  );
  const [at = build.services[0].at, ...related] = places;
  return [
    {
      message: `${namesOf(build)} cannot be built: ${what}.`,
      at,
      ...(related.length === 0 ? {} : { related }),
      evidence: [{ by: 'config', text: what, at }],
      ...(repair === undefined ? {} : { repair }),
      ...(mayBePulled(build) ? { severity: 'warning' } : {}),
    },
  ];
}

interface Fault {
  readonly key: 'context' | 'dockerfile';
  readonly what: string;
  readonly repair: string | undefined;
}

function faultOf(project: Project, { context, dockerfile }: Build): Fault | undefined {
  const folder = project.onDisk(context);
  if (folder !== 'folder')
    return {
      key: 'context',
      what: `the build context ${context} is ${folder === 'file' ? 'a file, not a folder' : 'not there'}`,
      repair: submodule(project, context),
    };
  const file = dockerfile === undefined ? undefined : project.onDisk(dockerfile);
  if (dockerfile === undefined || file === undefined || file === 'file') return undefined;
  return {
    key: 'dockerfile',
    what: `the Dockerfile ${dockerfile} is ${file === 'folder' ? 'a folder' : 'not there'}`,
    repair: submodule(project, context) ?? otherName(project, context, dockerfile),
  };
}

/** A clone without its submodules has an empty folder in the place of each, or none. */
function submodule(project: Project, context: string): string | undefined {
  const paths = [...(project.read('.gitmodules') ?? '').matchAll(/^\s*path\s*=\s*(.+?)\s*$/gm)];
  return paths.some(([, path = '']) => isInFolder(context, path))
    ? 'It belongs to a git submodule: fetch it with "git submodule update --init".'
    : undefined;
}

/** The file that is meant, most likely: the path as from the compose file, or one of another name in the context. */
function otherName(project: Project, context: string, dockerfile: string): string | undefined {
  const written = posix.relative(context, dockerfile);
  if (project.onDisk(written) === 'file' && !written.startsWith('..'))
    return `${written} is there: the path of a Dockerfile is relative to the build context, ${posix.relative(context, written)} from ${context}.`;
  const others = project.sources
    .filter((file) => isInFolder(file, context) && DOCKERFILE.test(file))
    .toSorted((a, b) => a.split('/').length - b.split('/').length)
    .slice(0, 3)
    .map((file) => posix.relative(context, file));
  return others.length === 0
    ? undefined
    : `Say "dockerfile: ${others.join('" or "dockerfile: ')}" below build, where that is the one that is meant.`;
}
