import { hostname } from 'node:os';
import { z } from 'zod';
import type { Project } from '../../project/project.ts';
import { containerOf, type Load, type RunningContainer } from './container.ts';
import { inspectedSchema, statsSchema } from './inspected.ts';
import { orUndefined, Unseen } from './observe.ts';
import { ownContainers } from './own-containers.ts';
import { runDocker } from './run-docker.ts';

/** Where the containers run, seen from here. `virtual`: in a virtual machine of this one, whose published ports are ours. */
export type DockerPlace = 'here' | 'virtual' | 'elsewhere';

export interface DockerLive {
  readonly place: DockerPlace;
  /** Where images, containers and volumes lie, on the daemon's machine. */
  readonly rootDir: string;
  readonly containers: readonly RunningContainer[];
}

/** It measures over one second; a container that hangs must cost its figures and nothing else. */
const STATS_MS = 4000;
const infoSchema = z.object({
  Name: z.string().default(''),
  DockerRootDir: z.string().default(''),
  ServerErrors: z.array(z.string()).nullish(),
});

const imagesSchema = z.array(
  z.object({
    Id: z.string(),
    RepoDigests: z
      .array(z.string())
      .nullish()
      .transform((digests) => digests ?? []),
  }),
);

/**
 * The containers of the project, by `docker ps`, `inspect` and `stats`; none where it was never started here. Rejects with
 * Unseen where there is no Docker, or no daemon.
 */
export async function lookAtDocker(project: Project, signal: AbortSignal): Promise<DockerLive> {
  const [info, endpoint, own] = await Promise.all([
    daemon(signal),
    orUndefined(runDocker(['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'], signal)),
    ownContainers(project, signal),
  ]);
  const place = placeOf(info.Name, endpoint ?? '');
  const rootDir = info.DockerRootDir;
  const ids = own.map(({ id }) => id);
  if (ids.length === 0) return { place, rootDir, containers: [] };
  const [inspected, loads] = await Promise.all([
    runDocker(['inspect', '--type', 'container', ...ids], signal),
    orUndefined(loadsOf(ids, AbortSignal.any([signal, AbortSignal.timeout(STATS_MS)]))),
  ]);
  const containers = inspectedSchema.parse(JSON.parse(inspected));
  const digests = await orUndefined(
    digestsOf(
      containers.map(({ Image }) => Image),
      signal,
    ),
  );
  return {
    place,
    rootDir,
    containers: await Promise.all(
      containers.map((container) =>
        containerOf(container, {
          load: loads?.get(container.Id),
          digests: digests?.get(container.Image) ?? [],
          here: place === 'here',
        }),
      ),
    ),
  };
}

async function daemon(signal: AbortSignal): Promise<z.infer<typeof infoSchema>> {
  const info = infoSchema.parse(JSON.parse(await runDocker(['info', '--format', '{{json .}}'], signal)));
  const [error] = info.ServerErrors ?? [];
  if (error !== undefined) throw new Unseen(error.split('\n')[0] ?? '');
  return info;
}

function placeOf(name: string, endpoint: string): DockerPlace {
  if (name === hostname()) return 'here';
  return /^(?:tcp|ssh|https?):/.test(endpoint.trim()) ? 'elsewhere' : 'virtual';
}

async function loadsOf(ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Load>> {
  const args = ['stats', '--no-stream', '--no-trunc', '--format', '{{json .}}', ...ids];
  const rows = (await runDocker(args, signal))
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => statsSchema.parse(JSON.parse(line)));
  return new Map(
    rows.map(({ ID, CPUPerc, MemUsage }) => [
      ID,
      { cpuPercent: percent(CPUPerc), memoryUsed: size(MemUsage.split('/')[0] ?? '') },
    ]),
  );
}

/** By image id. An image that was deleted since has none. */
async function digestsOf(
  images: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const each = [...new Set(images)].map(async (image) => {
    const answer = await orUndefined(runDocker(['image', 'inspect', image], signal));
    return answer === undefined ? [] : imagesSchema.parse(JSON.parse(answer));
  });
  return new Map((await Promise.all(each)).flat().map(({ Id, RepoDigests }) => [Id, RepoDigests]));
}

function percent(text: string): number | undefined {
  const value = Number(text.replace('%', '').trim());
  return Number.isFinite(value) ? value : undefined;
}

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

/** `7.652MiB`, as `docker stats` writes sizes; `--` of a container that does not run. */
function size(text: string): number | undefined {
  const [, value, unit] = /^([\d.]+)\s*([A-Za-z]+)$/.exec(text.trim()) ?? [];
  const factor = UNITS[unit ?? ''];
  return factor === undefined ? undefined : Math.round(Number(value) * factor);
}
