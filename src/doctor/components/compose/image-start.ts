import { repositoryOf } from '../../../project/service-kind.ts';
import type { Service } from '../../../project/project.ts';
import { qdrantVersion } from '../qdrant/qdrant-settings.ts';

/** How an image starts its program, which decides what `command` may begin with. */
export interface ImageStart {
  /**
   * `words`: `command` is the whole command line, program first. `flags`: the entrypoint is the program, and takes nothing else.
   * `either`: the entrypoint puts the program in front of what begins with `-`.
   */
  readonly takes: 'words' | 'flags' | 'either';
  /** The words that start the program as the image does. */
  readonly start: readonly [string, ...string[]];
  /** What the program does with a word that is no flag. */
  readonly onWord?: 'ends' | 'reads-no-further';
}

const NGINX: ImageStart = { takes: 'words', start: ['nginx', '-g', 'daemon off;'] };
/** Its parser (kingpin): "error: unexpected X". */
const KINGPIN = { takes: 'flags', onWord: 'ends' } as const;

/** Dockerfiles and entrypoints of each; not of an image of somebody else, which may bring files and a start of its own. */
const STARTS: readonly (readonly [RegExp, ImageStart])[] = [
  [/^(?:nginx|nginxinc\/nginx-unprivileged)$/, NGINX],
  [
    /^(?:postgres|pgvector\/pgvector|postgis\/postgis|timescale\/timescaledb)$/,
    { takes: 'either', start: ['postgres'] },
  ],
  [/^redis$/, { takes: 'either', start: ['redis-server'] }],
  [/^valkey\/valkey$/, { takes: 'either', start: ['valkey-server'] }],
  [/^(?:prom|quay\.io\/prometheus)\/prometheus$/, { ...KINGPIN, start: ['prometheus'] }],
  [/^(?:prom|quay\.io\/prometheus)\/alertmanager$/, { ...KINGPIN, start: ['alertmanager'] }],
  [/^(?:prom|quay\.io\/prometheus)\/node-exporter$/, { ...KINGPIN, start: ['node_exporter'] }],
  [
    /^(?:(?:quay\.io\/)?prometheuscommunity|wrouesnel)\/postgres[-_]exporter$/,
    { ...KINGPIN, start: ['postgres_exporter'] },
  ],
  [
    /^(?:(?:quay\.io|ghcr\.io)\/)?oliver006\/redis_exporter$/,
    { takes: 'flags', start: ['redis_exporter'], onWord: 'reads-no-further' },
  ],
];

/** Undefined for an image that is built here, or that is not known for sure. */
export function imageStart(service: Service): ImageStart | undefined {
  const { image = '', buildContext, spec } = service;
  if (buildContext !== undefined || spec['build'] !== undefined) return undefined;
  const repository = repositoryOf(image).replace(/^(?:docker\.io\/)?(?:library\/)?/, '');
  if (repository === 'qdrant/qdrant') {
    // The oldest images had the program as their entrypoint.
    const [major, minor] = qdrantVersion(service) ?? [Infinity, 0];
    return major > 1 || (major === 1 && minor >= 9)
      ? { takes: 'words', start: ['./entrypoint.sh'] }
      : undefined;
  }
  return STARTS.find(([pattern]) => pattern.test(repository))?.[1];
}
