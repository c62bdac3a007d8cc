import { dockerfileOf, inContext } from '../../../project/dockerfile.ts';
import { isInFolder } from '../../../project/is-in-folder.ts';
import type { EnvEntry, Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { imageSource } from '../../components/compose/image-contents.ts';
import { specValue, startedServices } from '../../components/compose/spec-value.ts';
import { membersOf } from '../../../project/value-in.ts';

/** Put into the bundle by the build of Next.js, Vite and Create React App. */
const BUNDLED = /^(?:NEXT_PUBLIC_|VITE_|REACT_APP_)\w+$/;
const BUILDS = /\b(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?build\b|\b(?:next|vite|react-scripts)\s+build\b/;
/** What may read it at the start all the same: a development server, a build at the start, a script that writes it into the files. */
const READS_AT_START =
  /\bdev\b|\bbuild\b|\bwatch\b|envsubst|\.sh\b|\bvite\b|react-scripts\s+start|\bsh\s+-c\b|entrypoint/;

/** Packages that hand the variables of the container to pages that are built already (their READMEs). */
const AT_RUN_TIME =
  /"(?:next-runtime-env|@import-meta-env\/\w+|runtime-env-cra|vite-envs|@beam-australia\/react-env)"\s*:/;

export const envBuildTimeOnly = defineCheck({
  id: 'env-build-time-only',
  area: 'env',
  severity: 'warning',
  title: 'What a build puts into the pages is given to the build',
  why: `NEXT_PUBLIC_*, VITE_* and REACT_APP_* are written into the JavaScript while the image is built. In "environment" they come too late:
the pages keep the address that the build saw, or none, and call localhost from every user's browser.`,
  repair:
    'Give it under build.args, with ARG and ENV before the build in the Dockerfile, and build the image anew.',
  fixClass: 'never',
  source:
    'Next.js documentation, Environment Variables ("inlined at build time"); Vite documentation, Env Variables and Modes; Create React App documentation, Adding Custom Environment Variables',
  supersedes: ['env-placebo'],
  run: ({ project }) => {
    const built = startedServices(project).filter((service) => isBundled(project, service));
    if (built.length === 0)
      return notApplicable('no image of this project builds pages and serves them as they are');
    return found(
      built.flatMap((service) =>
        service.environment
          .filter(
            (entry) =>
              BUNDLED.test(entry.key) && !isGiven(service, entry) && !isReadByServer(project, service, entry),
          )
          .map((entry) => findingOf(service, entry)),
      ),
    );
  },
});

/** Its Dockerfile builds the pages, and nothing that it starts could build or rewrite them. */
function isBundled(project: Project, service: Service): boolean {
  const { dockerfile } = imageSource(project, service);
  if (dockerfile === undefined || membersOf(specValue(service, ['build']))['target'] !== undefined)
    return false;
  const lines = dockerfile.replaceAll(/\\\r?\n/g, ' ').split('\n');
  const runs = lines.filter((line) => /^\s*RUN\b/i.test(line));
  const starts = lines.filter((line) => /^\s*(?:CMD|ENTRYPOINT)\b/i.test(line));
  // Of several stages the last one's.
  const own = [...service.entrypoint, ...service.command].join(' ');
  const start = own === '' ? starts.slice(-2).join(' ') : own;
  const rewritten =
    service.mounts.some(({ kind }) => kind === 'bind') || /docker-entrypoint\.d/.test(dockerfile);
  const context = service.buildContext ?? '.';
  const packages = project.read(inContext(context, 'package.json')) ?? '';
  return (
    runs.some((line) => BUILDS.test(line)) &&
    !READS_AT_START.test(start) &&
    !rewritten &&
    !AT_RUN_TIME.test(packages)
  );
}

/** The build has it too: by an argument, or by an env file of its own folder, which Next.js and Vite read themselves. */
function isGiven(service: Service, { key, from, at }: EnvEntry): boolean {
  const args = membersOf(specValue(service, ['build', 'args']));
  const context = service.buildContext ?? '.';
  const inside = isInFolder(at.file, context);
  return args[key] !== undefined || (from === 'env-file' && inside);
}

/** Vite leaves process.env alone: a server beside the pages reads it when it starts. */
function isReadByServer(project: Project, { buildContext = '.' }: Service, { key }: EnvEntry): boolean {
  return (
    key.startsWith('VITE_') &&
    project.sources.some(
      (file) => isInFolder(file, buildContext) && project.read(file)?.includes(`process.env.${key}`) === true,
    )
  );
}

function findingOf(service: Service, { key, at }: EnvEntry): Finding {
  const file = dockerfileOf(service);
  return {
    message: `${key} reaches ${service.name} when it starts, and its pages were built before: they have another value, or none.`,
    at,
    ...(service.buildContext === undefined
      ? {}
      : {
          related: [
            {
              file: inContext(service.buildContext, file),
              line: 1,
              column: 1,
            },
          ],
        }),
    evidence: [{ by: 'config', text: `${key} is set for ${service.name}, and not among its build.args`, at }],
    repair: `Move ${key} to build.args of ${service.name}, write "ARG ${key}" and "ENV ${key}=$${key}" before the build in ${file}, and build anew.`,
  };
}
