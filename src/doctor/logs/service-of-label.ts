import type { Project } from '../../project/project.ts';

/**
 * The service behind a name in a log: Compose's label (`redis-1`, formerly `redis_1`), a container's name (`shop-redis-1`), a
 * `container_name`, or the unit that runs it.
 */
export function serviceOfLabel({
  name,
  startedAs,
  services,
}: Project): (label: string) => string | undefined {
  // A log that was saved before may still have the other name.
  const projects = [startedAs, name].filter((one) => one !== undefined);
  const names = new Map<string, string>();
  for (const { name, spec } of services) {
    names.set(name, name);
    if (typeof spec['container_name'] === 'string') names.set(spec['container_name'], name);
  }
  return (label) => {
    const plain = label.replace(/[-_]\d+$/, '').replace(/\.service$/, '');
    const known = [
      label,
      plain,
      ...projects.flatMap((one) => (plain.startsWith(one) ? [plain.slice(one.length + 1)] : [])),
    ].find((one) => names.has(one));
    return known === undefined ? undefined : names.get(known);
  };
}
