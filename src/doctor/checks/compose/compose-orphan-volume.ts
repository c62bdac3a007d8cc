import type { Mount, Place, Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { placeOfProject } from '../../components/compose/places.ts';
import { yamlPlaces } from '../../components/compose/yaml-places.ts';
import { membersOf } from '../../../project/value-in.ts';

export const composeOrphanVolume = defineCheck({
  id: 'compose-orphan-volume',
  area: 'compose',
  severity: 'info',
  title: 'A volume that is declared is the one that holds the data',
  why: `Where a volume is declared and a service mounts a folder of that name instead, the volume is never made: Compose makes what
services use. Who backs up, measures or moves the volume has nothing of the data, which lies in the folder of the project.`,
  repair: 'Decide which of the two is meant: mount the volume, or delete its declaration.',
  fixClass: 'never',
  source:
    'compose-spec, volumes top-level element; docker compose 2.40.3 config, run: leaves out a volume that no service uses',
  run: ({ project }) => {
    const declared = Object.keys(membersOf(project.top['volumes']));
    if (declared.length === 0) return notApplicable('no volume is declared');
    const mounts = project.services.flatMap((service) =>
      service.mounts.map((mount): Use => ({ service, mount })),
    );
    const used = new Set(mounts.flatMap(({ mount }) => (mount.kind === 'volume' ? [mount.source] : [])));
    return found(
      declared
        .filter((name) => !used.has(name))
        .flatMap((name) =>
          findingOf(
            project,
            name,
            mounts.filter(({ mount }) => isNamedAlike(mount, name)),
          ),
        ),
    );
  },
});

interface Use {
  readonly service: Service;
  readonly mount: Mount;
}

/** `nginx-cache` is the folder nginx-cache, nginx/cache and cache/nginx, wherever that lies. */
function isNamedAlike({ kind, source }: Mount, name: string): boolean {
  if (kind !== 'bind') return false;
  const parts = source.split('/');
  return parts.some((_, i) => sameWords(parts.slice(i).join('-'), name));
}

function sameWords(one: string, other: string): boolean {
  return wordsOf(one) === wordsOf(other);
}

function wordsOf(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.sort().join(' ');
}

function findingOf(project: Project, name: string, binds: readonly Use[]): Finding[] {
  const [first] = binds;
  if (first === undefined) return [];
  const at = declarationOf(project, name);
  const { source } = first.mount;
  const users = new Intl.ListFormat('en').format([...new Set(binds.map(({ service }) => service.name))]);
  return [
    {
      message: `The volume ${name} is declared and no service uses it: ${users} ${binds.length > 1 ? 'keep' : 'keeps'} that data in the folder ${source}.`,
      at,
      related: binds.map(({ mount }) => mount.at),
      evidence: [
        { by: 'config', text: `volume ${name} has no user`, at },
        { by: 'config', text: `${source} is mounted at ${first.mount.target}`, at: first.mount.at },
      ],
      repair: `Mount ${name} at ${first.mount.target} once the files of ${source} are copied into it, or delete its declaration.`,
    },
  ];
}

/** The key, in the last file that has it. */
function declarationOf(project: Project, name: string): Place {
  for (const file of project.composeFiles.toReversed()) {
    const text = project.read(file) ?? '';
    const place = yamlPlaces({ file, text }).placeOf(['volumes', name]);
    // A declaration without a value has its place behind the colon.
    const line = text.split('\n')[(place?.line ?? 0) - 1];
    if (place !== undefined && line !== undefined)
      return { ...place, column: Math.max(1, Math.min(place.column, line.indexOf(name) + 1)) };
  }
  return placeOfProject(project);
}
