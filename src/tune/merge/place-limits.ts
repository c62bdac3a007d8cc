import type { YamlPath, YamlValue } from '../../edits/edit.ts';
import type { Service } from '../../project/project.ts';
import { type PlannedSetting, settingsIn } from '../../sizing/plan.ts';
import { addressOf, joined, noPlace, NOTHING, type Placed, placedBy, type Placing } from './placing.ts';
import { valueIn, withValue } from '../../project/value-in.ts';

/** Limits, counts and times that stand in the compose file, below the services that the project has. */
export function placeLimits({ plan, matched }: Placing): Placed {
  const own: OwnDeploys = new Map();
  const parts = settingsIn(plan, 'compose').map(({ target, value, written }) => {
    const service = matched.get(target.service);
    if (service === undefined) return NOTHING;
    return placeLimit({ service, own }, target.path, { value, written });
  });
  const deploys = [...own].map(([service, value]) => {
    const { file, path } = service.editOf([]);
    return placedBy({ do: 'set-yaml', file, path: [...path, 'deploy'], value });
  });
  return joined([...parts, ...deploys]);
}

/** `deploy` of services that take it from an anchor and get the whole of it for themselves, with the planned values in it. */
type OwnDeploys = Map<Service, YamlValue>;

interface Limited {
  readonly service: Service;
  readonly own: OwnDeploys;
}

function placeLimit(
  limited: Limited,
  path: YamlPath,
  planned: Pick<PlannedSetting, 'value' | 'written'>,
): Placed {
  const { service } = limited;
  const { value, written } = planned;
  const number = typeof value === 'object' ? value.value : Number.NaN;
  switch (path.at(-1)) {
    case 'memory':
      return service.memoryLimit === number
        ? NOTHING
        : set(limited, older(service, 'mem_limit', path), written);
    case 'cpus':
      return service.cpuLimit === number ? NOTHING : set(limited, older(service, 'cpus', path), written);
    case 'replicas':
      return replicas(limited, number, path);
    case 'nofile':
      return nofile(limited, number, path);
    case 'shm_size':
    case 'stop_grace_period':
      // Who chose one knows why; none is Docker's 64 MB and 10 s.
      return at(service, path) === undefined ? set(limited, path, written) : NOTHING;
    case undefined:
    default:
      return set(limited, path, written);
  }
}

/** Compose refuses two different values of the older key and of the one below `deploy`. */
function older(service: Service, key: string, path: YamlPath): YamlPath {
  return at(service, path) === undefined && service.spec[key] !== undefined ? [key] : path;
}

function replicas(limited: Limited, wanted: number, path: YamlPath): Placed {
  const { service } = limited;
  if (service.replicas === wanted) return NOTHING;
  const what = `${wanted} containers of ${service.name}`;
  if (service.kind !== 'backend')
    return wanted < service.replicas
      ? NOTHING
      : noPlace(
          what,
          `each needs an address, data and a configuration of its own: cvx tune --out DIR shows such a stack`,
        );
  // Never fewer: what is there may be for availability.
  if (wanted < service.replicas) return NOTHING;
  if (service.spec['container_name'] !== undefined)
    return noPlace(what, 'container_name gives them all one name, which Docker refuses');
  if (service.ports.some(({ host }) => host !== undefined))
    return noPlace(what, 'it publishes a fixed port, which only one container can have');
  return set(limited, older(service, 'scale', path), wanted);
}

/** Only ever raised. `ulimits.nofile` is a number, or soft and hard. */
function nofile(limited: Limited, wanted: number, path: YamlPath): Placed {
  const { service } = limited;
  const present = at(service, path);
  if (typeof present === 'number' || typeof present === 'string')
    return Number(present) >= wanted ? NOTHING : set(limited, path, wanted);
  if (typeof present !== 'object' || present === null) return set(limited, path, wanted);
  return joined(
    ['soft', 'hard'].map((part) => {
      const value = at(service, [...path, part]);
      return Number(value) >= wanted ? NOTHING : set(limited, [...path, part], wanted);
    }),
  );
}

function set(limited: Limited, path: YamlPath, value: string | number | boolean): Placed {
  const { service, own } = limited;
  const address = addressOf(service, path);
  if (!('why' in address)) return placedBy({ do: 'set-yaml', ...address, value });
  if (path[0] !== 'deploy' || service.editOf([]).shared === true)
    return noPlace(`${path.join('.')} of ${service.name}`, address.why);
  own.set(service, withValue(own.get(service) ?? service.spec['deploy'] ?? {}, path.slice(1), value));
  return NOTHING;
}

function at({ spec }: Service, path: YamlPath): YamlValue | undefined {
  return path.reduce<YamlValue | undefined>((value, step) => valueIn(value, String(step)), spec);
}
