import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { writtenText } from '../../components/compose/written-value.ts';
import type { Service } from '../../../project/project.ts';

/** Tags that a publisher moves to the next release, whatever stands before a dash (`alpine`, `16` of `16-alpine` is no such tag). */
const MOVING =
  /^(?:latest|stable|mainline|edge|main|master|nightly|dev|current|lts|alpine|slim|bookworm|bullseye|trixie)$/;

export const composeUnpinnedImage = defineCheck({
  id: 'compose-unpinned-image',
  area: 'compose',
  severity: 'warning',
  title: 'Images have a version',
  why: `A tag such as "latest", or none, is whatever was newest when this machine last pulled: the next pull may bring a new major
version that cannot read the data of the old one, and two machines run different programs from one file.`,
  repair: 'Write the version that runs now ("docker compose images" shows it), not the newest one.',
  fixClass: 'safe',
  source:
    'docker-compose-linter service-image-require-explicit-tag; hadolint DL3006 and DL3007; docker image reference: no tag means latest',
  run: (evidence) => {
    const services = startedServices(evidence.project).filter(({ image }) => image !== undefined);
    if (services.length === 0) return notApplicable('no service names an image');
    return found(services.flatMap((service) => findingOf(evidence, service)));
  },
});

function findingOf(evidence: Evidence, service: Service): Finding[] {
  const { image = '', buildContext, name } = service;
  // Built here: the name is where the result is stored.
  if (buildContext !== undefined || service.spec['build'] !== undefined || image.includes('@')) return [];
  const tag = /:([^:/]*)$/.exec(image)?.[1];
  if (tag !== undefined && !MOVING.test(tag)) return [];
  const at = service.placeOf(['image']) ?? service.at;
  const running = runningDigest(evidence, service);
  const address = service.editOf(['image']);
  // A variable holds the version: that is the place to change.
  const plain = address.shared !== true && writtenText(evidence.project, address) === image;
  const pinned = running === undefined ? undefined : `${image}@${running}`;
  return [
    {
      message: `${name} runs ${tag === undefined ? `${image} without a version` : `the moving tag ${image}`}: the next pull may bring another major version.`,
      at,
      evidence: [
        { by: 'config', text: `image: ${image}`, at },
        ...(running === undefined ? [] : [{ by: 'live', text: `${name} runs ${running}` } as const]),
      ],
      ...(pinned === undefined || !plain
        ? {}
        : {
            repair: `Pin what runs now: ${pinned}.`,
            fix: {
              class: 'safe',
              edits: [{ do: 'set-yaml', file: address.file, path: address.path, value: pinned }],
            },
          }),
    },
  ];
}

/** Of the running container, where it is the only digest there is. */
function runningDigest({ live }: Evidence, { name }: Service): string | undefined {
  const containers = live.docker.seen
    ? live.docker.value.filter(({ service, running }) => service === name && running)
    : [];
  const digests = new Set(
    containers.flatMap(({ repoDigests }) => repoDigests.map((digest) => digest.split('@')[1] ?? '')),
  );
  const [digest] = digests;
  return digests.size === 1 && digest !== '' ? digest : undefined;
}
