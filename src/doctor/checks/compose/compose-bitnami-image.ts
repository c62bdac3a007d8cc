import { dockerfileOf, inContext } from '../../../project/dockerfile.ts';
import type { Place, Project, Service } from '../../../project/project.ts';
import { repositoryOf } from '../../../project/service-kind.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { imageSource } from '../../components/compose/image-contents.ts';
import { placeInText } from '../../place-in-text.ts';

/** Of Docker Hub alone: what others mirrored under the same name stays theirs. */
const REPOSITORY = /^(?:(?:index\.|registry-1\.)?docker\.io\/)?(bitnami|bitnamilegacy)\/([\w.-]+)$/;

/** What takes the place of the images that stacks of this kind have, and what differs (READMEs of both). */
const INSTEAD: Readonly<Record<string, string>> = {
  redis:
    'the image redis, which reads none of the REDIS_* variables: REDIS_PASSWORD becomes "redis-server --requirepass …", and its data lies at /data instead of /bitnami/redis/data',
  valkey:
    'the image valkey/valkey, which reads none of the VALKEY_* variables: VALKEY_PASSWORD becomes "valkey-server --requirepass …", and its data lies at /data',
  postgresql:
    'the image postgres of the same major version: POSTGRESQL_USERNAME, POSTGRESQL_PASSWORD and POSTGRESQL_DATABASE become POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB; carry the data over with pg_dump, since paths and owner differ',
  nginx: 'the image nginx, which listens on 80 instead of 8080 and reads /etc/nginx',
  prometheus: 'the image prom/prometheus, which reads /etc/prometheus/prometheus.yml',
};

export const composeBitnamiImage = defineCheck({
  id: 'compose-bitnami-image',
  area: 'compose',
  severity: 'warning',
  title: 'No image comes from the former catalogue of Bitnami',
  why: `In August and September 2025 every image with a version was moved out of docker.io/bitnami. Where the image is not on the machine
yet it cannot be pulled: the stack does not start on a new host, or after "docker system prune". What was moved to
docker.io/bitnamilegacy can be pulled and gets no fix any more, of security holes neither.`,
  repair: "Use the program's own image; its variables, paths and user differ, and its data is carried over.",
  fixClass: 'never',
  source:
    'github.com/bitnami/containers/issues/83267: versioned tags moved to bitnamilegacy, "no further updates or support"; only "latest" stays free, "intended for development"',
  run: ({ project }) => {
    if (project.services.length === 0) return notApplicable('there is no service');
    return found(project.services.flatMap((service) => findingOf(project, service) ?? []));
  },
});

function findingOf(project: Project, service: Service): Finding | undefined {
  const image = imageSource(project, service).base ?? '';
  const [, owner, name = ''] = REPOSITORY.exec(repositoryOf(image)) ?? [];
  if (owner === undefined) return undefined;
  const at = placeOf(project, service, image);
  const instead = INSTEAD[name];
  return {
    message: `${service.name} ${service.buildContext === undefined ? 'runs' : 'is built on'} ${image}: ${whatOf(owner, image)}.`,
    at,
    evidence: [{ by: 'config', text: `the image is ${image}`, at }],
    ...(instead === undefined ? {} : { repair: `Use ${instead}.` }),
  };
}

function whatOf(owner: string, image: string): string {
  if (owner === 'bitnamilegacy') return 'nobody maintains it any more, security holes stay';
  const tag = /:([^:/@]+)$/.exec(image)?.[1];
  return image.includes('@') || (tag !== undefined && tag !== 'latest')
    ? 'this version is no longer there, a new machine cannot pull it'
    : 'of this catalogue only "latest" is left, meant for development and another version each time';
}

/** Where the image is named: at the service, or in the Dockerfile. */
function placeOf(project: Project, service: Service, image: string): Place {
  const context = service.buildContext;
  if (context === undefined) return service.placeOf(['image']) ?? service.at;
  const file = inContext(context, dockerfileOf(service));
  const text = project.read(file) ?? '';
  const offset = text.lastIndexOf(image);
  return offset === -1 ? service.at : placeInText(file, text, offset);
}
