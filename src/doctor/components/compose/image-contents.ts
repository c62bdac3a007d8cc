import { dockerfileOf, inContext, lastBase } from '../../../project/dockerfile.ts';
import { repositoryOf } from '../../../project/service-kind.ts';
import type { Project, Service } from '../../../project/project.ts';

/** An image as it is built or pulled: what it starts from, and what is added. */
export interface ImageSource {
  /** `python:3.12-slim`; undefined where no file tells. */
  readonly base: string | undefined;
  /** Of the Dockerfile that makes it; undefined for an image that is pulled. */
  readonly dockerfile: string | undefined;
}

/** What the image of a service is made from. */
export function imageSource(project: Project, service: Service): ImageSource {
  const { image, buildContext: context, spec } = service;
  if (context === undefined)
    return { base: spec['build'] === undefined ? image : undefined, dockerfile: undefined };
  const dockerfile = project.read(inContext(context, dockerfileOf(service)));
  return { base: dockerfile === undefined ? undefined : lastBase(dockerfile), dockerfile };
}

export type Fetcher = 'curl' | 'wget';
const NONE: readonly Fetcher[] = [];
const BOTH: readonly Fetcher[] = ['curl', 'wget'];
const WGET: readonly Fetcher[] = ['wget'];
const CURL: readonly Fetcher[] = ['curl'];

/**
 * Which of curl and wget an image brings; undefined where that is not known. Debian's and its "-slim" relatives bring neither,
 * the full language images are built on buildpack-deps:curl, Alpine and busybox have busybox' wget (Dockerfiles of
 * docker-library, nginxinc/docker-nginx, prometheus/busybox, oliver006/redis_exporter).
 */
export function fetchersOf({ base, dockerfile = '' }: ImageSource): readonly Fetcher[] | undefined {
  const own = base === undefined ? undefined : fetchersOfBase(base);
  const added = BOTH.filter((program) =>
    new RegExp(String.raw`^[^#\n]*\b${program}\b`, 'm').test(dockerfile),
  );
  if (own === undefined) return added.length === 0 ? undefined : added;
  return [...new Set([...own, ...added])];
}

function fetchersOfBase(base: string): readonly Fetcher[] | undefined {
  const repository = repositoryOf(base).replace(/^(?:docker\.io\/)?(?:library\/)?/, '');
  const tag = /:([^:/@]*)(?:@|$)/.exec(base)?.[1] ?? '';
  const alpine = tag.includes('alpine');
  if (repository === 'scratch' || /(?:^|\/)distroless\//.test(repository) || tag.includes('distroless'))
    return NONE;
  if (repository === 'oliver006/redis_exporter') return alpine ? WGET : NONE;
  if (/^(?:(?:quay\.io\/)?(?:prom|prometheus|prometheuscommunity)\/.*|busybox|alpine)$/.test(repository))
    return WGET;
  if (repository === 'nginx') return tag.includes('slim') ? undefined : alpine ? BOTH : CURL;
  if (
    /^(?:python|node|ruby|golang|rust|php|debian|ubuntu|redis|postgres|pgvector\/pgvector|valkey\/valkey)$/.test(
      repository,
    )
  ) {
    if (alpine) return WGET;
    const full = /^(?:python|node|ruby|golang|rust)$/.test(repository) && !tag.includes('slim');
    return full ? BOTH : repository === 'php' ? CURL : NONE;
  }
  return undefined;
}

/** Images that are known to bring no HEALTHCHECK: those of docker-library by its policy (its FAQ), and the stores' own. */
const WITHOUT_CHECK =
  /^(?:[^/.]+|qdrant\/qdrant|prom\/[\w-]+|prometheuscommunity\/[\w-]+|quay\.io\/prometheus(?:community)?\/[\w-]+|oliver006\/redis_exporter|pgvector\/pgvector|valkey\/valkey|nginxinc\/nginx-unprivileged)$/;

/** Whether the image brings a health check of its own; undefined where that is not known. */
export function bringsHealthcheck({ base, dockerfile = '' }: ImageSource): boolean | undefined {
  if (/^[ \t]*HEALTHCHECK[ \t]+(?!NONE\b)/im.test(dockerfile)) return true;
  if (base === undefined) return undefined;
  return WITHOUT_CHECK.test(repositoryOf(base).replace(/^(?:docker\.io\/)?(?:library\/)?/, ''))
    ? false
    : undefined;
}
