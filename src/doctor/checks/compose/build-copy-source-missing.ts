import { posix } from 'node:path';
import { inContext } from '../../../project/dockerfile.ts';
import { type IgnoreRule, ignoreRulesOf, ruleAgainst } from '../../../project/image/docker-ignore.ts';
import { isInFolder } from '../../../project/is-in-folder.ts';
import type { Place, Project } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable, notObservable } from '../../check.ts';
import { type Build, buildsOf, mayBePulled, namesOf } from '../../components/compose/builds.ts';
import { type ContextSource, contextSourcesOf } from '../../components/compose/context-sources.ts';
import { exampleBeside } from '../../components/compose/example-beside.ts';
import { placeInText } from '../../place-in-text.ts';

/** What a build outside of Docker leaves, so that it is not there before. */
const OUTPUT = /(?:^|\/)(?:dist|build|target|out|publish|\.next|\.output)(?:\/|$)|\.(?:jar|war|whl|tgz)$/;

export const buildCopySourceMissing = defineCheck({
  id: 'build-copy-source-missing',
  area: 'compose',
  severity: 'error',
  title: 'What a Dockerfile copies is in its build context',
  why: `A build sees the files of its context alone, less those that .dockerignore names. COPY of any other stops it, and the image
from before, where there is one, goes on being used without the changes that it was built for.`,
  repair:
    'Correct the path, which is relative to the build context and never leads out of it, or add the file.',
  fixClass: 'never',
  source:
    'Dockerfile reference, COPY and RUN --mount=type=bind; BuildKit of Docker 20.10.24, run: "failed to compute cache key: … not found" for an absent and an ignored file; not for a pattern with * that matches nothing, nor in a stage that the target does not need',
  run: ({ project }) => {
    const builds = buildsOf(project).filter(
      ({ context, dockerfile }) => dockerfile !== undefined && project.onDisk(context) === 'folder',
    );
    if (builds.length === 0) return notApplicable('no service is built from a Dockerfile of the project');
    const seen = builds.flatMap((build) => {
      const sources = contextSourcesOf(project, build);
      return sources === undefined ? [] : [{ build, sources }];
    });
    if (seen.length === 0) return notObservable('no Dockerfile can be read and understood');
    return found(usesIn(seen).flatMap(({ build, source }) => findingOf(project, build, source)));
  },
});

interface Use {
  readonly build: Build;
  readonly source: ContextSource;
}

/** Two targets of one Dockerfile share stages: one use of a line, by the services of both. */
function usesIn(
  seen: readonly { readonly build: Build; readonly sources: readonly ContextSource[] }[],
): readonly Use[] {
  const uses = new Map<string, Use>();
  for (const { build, sources } of seen)
    for (const source of sources) {
      const key = JSON.stringify([build.context, build.dockerfile, source.offset]);
      const services = [...(uses.get(key)?.build.services ?? []), ...build.services] as const;
      const [first, ...rest] = services;
      if (first !== undefined) uses.set(key, { source, build: { ...build, services: [first, ...rest] } });
    }
  return [...uses.values()];
}

function findingOf(project: Project, build: Build, source: ContextSource): Finding[] {
  const { context, dockerfile = '' } = build;
  // `..` does not lead out (seen with BuildKit).
  const path = posix.join('/', source.text).slice(1).replace(/\/$/, '');
  if (path === '') return [];
  const stands = project.onDisk(inContext(context, path));
  const rule =
    stands === 'absent' ? undefined : ruleAgainst(ignoreRulesOf(project, context, dockerfile), path);
  if (stands === undefined || (stands !== 'absent' && rule === undefined)) return [];
  const at = placeInText(dockerfile, project.read(dockerfile) ?? '', source.offset);
  const where =
    context === '.' ? 'the build context, the folder of the project' : `the build context ${context}`;
  const fault =
    rule === undefined
      ? `is not in ${where}`
      : `is kept out of the build by "${rule.pattern}" in ${rule.at.file}`;
  const taken = `${source.text}, ${source.text === path ? 'which' : `and ${path}`}`;
  return [
    {
      message: `${namesOf(build)} cannot be built: ${source.keyword} takes ${taken} ${fault}.`,
      at,
      related: relatedOf(build, rule),
      evidence: [{ by: 'config', text: `${path} ${fault}`, at }],
      ...repairOf(project, build, { source, path, rule }),
      ...(mayBePulled(build) || (rule === undefined && OUTPUT.test(path)) ? { severity: 'warning' } : {}),
    },
  ];
}

function relatedOf({ services }: Build, rule: IgnoreRule | undefined): readonly Place[] {
  const places = services.flatMap((service) => service.placeOf(['build', 'context']) ?? service.at);
  return rule === undefined ? places : [rule.at, ...places];
}

interface Missing {
  readonly source: ContextSource;
  /** From the build context. */
  readonly path: string;
  readonly rule: IgnoreRule | undefined;
}

function repairOf(project: Project, build: Build, missing: Missing): { readonly repair?: string } {
  const { context, dockerfile = '' } = build;
  const { source, path, rule } = missing;
  if (rule !== undefined)
    return { repair: `Add "!${path}" below that line of ${rule.at.file}, or copy something else.` };
  if (source.text.startsWith('#'))
    return { repair: 'Put the comment on a line of its own: behind an instruction it is part of it.' };
  const meant = [inContext(context, source.text), inContext(posix.dirname(dockerfile), source.text)].find(
    (file) => isThere(project, file),
  );
  if (meant !== undefined)
    return {
      repair: isInFolder(meant, context)
        ? `Write ${posix.relative(context, meant)}: a source is named from the build context, not from the folder of the Dockerfile.`
        : `${meant} is outside of the build context: build from a folder that holds both, and name the Dockerfile with "dockerfile".`,
    };
  const example = exampleBeside(project, inContext(context, path));
  if (example !== undefined)
    return { repair: `Copy ${example} to ${inContext(context, path)} and fill it in.` };
  return OUTPUT.test(path)
    ? { repair: `Build ${path} first, or let a stage of ${dockerfile} build it.` }
    : {};
}

function isThere(project: Project, file: string): boolean {
  const stands = project.onDisk(file);
  return stands === 'file' || stands === 'folder';
}
