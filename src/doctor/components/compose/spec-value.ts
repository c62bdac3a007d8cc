import type { YamlPath, YamlValue } from '../../../edits/edit.ts';
import type { Project, Service } from '../../../project/project.ts';
import { membersOf } from '../../../project/value-in.ts';

/** The value at a path of a service as Compose understands it; undefined where nothing is written. */
export function specValue({ spec }: Pick<Service, 'spec'>, path: YamlPath): YamlValue | undefined {
  return path.reduce<YamlValue | undefined>(
    (value, step) =>
      Array.isArray(value) && typeof step === 'number' ? value[step] : membersOf(value)[String(step)],
    spec,
  );
}

/** The services that `docker compose up` starts: those of inactive profiles and with no replica are left out. */
export function startedServices({ services }: Project): readonly Service[] {
  return services.filter(({ active, replicas }) => active && replicas > 0);
}

/** A scalar as text: `2` and `"2"` alike. Undefined for a collection or nothing. */
export function scalarText(value: YamlValue | undefined): string | undefined {
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
}
