import type { Service } from '../../../project/project.ts';
import type { Container, LiveEvidence } from '../../live/live.ts';

/** The first container of a service; undefined where it has none, or Docker was not asked. */
export function containerOfService(
  { docker }: Pick<LiveEvidence, 'docker'>,
  { name }: Pick<Service, 'name'>,
): Container | undefined {
  return docker.seen ? docker.value.find(({ service }) => service === name) : undefined;
}
