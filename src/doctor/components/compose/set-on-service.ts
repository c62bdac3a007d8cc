import type { YamlEdit, YamlPath, YamlValue } from '../../../edits/edit.ts';
import type { Service } from '../../../project/project.ts';
import { specValue } from './spec-value.ts';
import { withValue } from '../../../project/value-in.ts';

/**
 * The edit that sets one value of a service and of no other: where an anchor or another service provides what is there, the whole
 * first key is written out below the service itself. That writes variables out too: only for keys that hold no secrets.
 */
export function setOnService(service: Service, path: YamlPath, value: YamlValue): YamlEdit {
  const { file, path: address, shared } = service.editOf(path);
  const [first, ...inner] = path;
  if (shared !== true || first === undefined) return { do: 'set-yaml', file, path: address, value };
  // A key that the service cannot have stands where its own keys stand.
  const own = service.editOf([`x-${String(first)}`]);
  const whole = withValue(specValue(service, [first]), inner, value);
  return { do: 'set-yaml', file: own.file, path: [...own.path.slice(0, -1), first], value: whole };
}
