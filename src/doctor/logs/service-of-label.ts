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
  const project = startedAs ?? name;
  const names = new Map<string, string>();
  for (const { name, spec } of services) {
    names.set(name, name);
    if (typeof spec['container_name'] === 'string') names.set(spec['container_name'], name);
  }
  return (label) => {
    const plain = label.replace(/[-_]\d+$/, '').replace(/\.service$/, '');
    const short = plain.startsWith(project) ? plain.slice(project.length + 1) : plain;
    return names.get(label) ?? names.get(plain) ?? names.get(short);
  };
}
