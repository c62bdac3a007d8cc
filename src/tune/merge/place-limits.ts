import type { YamlPath, YamlValue } from '../../edits/edit.ts';
import type { Service } from '../../project/project.ts';
import type { PlannedSetting } from '../../sizing/plan.ts';
import {
  addressOf,
  joined,
  noPlace,
  NOTHING,
  type Placed,
  placedBy,
  type Placing,
  settingsIn,
} from './placing.ts';

/** Limits, counts and times that stand in the compose file, below the services that the project has. */
export function placeLimits({ plan, matched }: Placing): Placed {
  return joined(
    settingsIn(plan, 'compose').map(({ target, value, written }) => {
      const service = matched.get(target.service);
      if (service === undefined) return NOTHING;
      return placeLimit(service, target.path, { value, written });
    }),
  );
}

function placeLimit(
  service: Service,
  path: YamlPath,
  planned: Pick<PlannedSetting, 'value' | 'written'>,
): Placed {
  const { value, written } = planned;
  const number = typeof value === 'object' ? value.value : Number.NaN;
  switch (path.at(-1)) {
    case 'memory':
      return service.memoryLimit === number
        ? NOTHING
        : set(service, older(service, 'mem_limit', path), written);
    case 'cpus':
      return service.cpuLimit === number ? NOTHING : set(service, older(service, 'cpus', path), written);
    case 'replicas':
      return replicas(service, number, path);
    case 'nofile':
      return nofile(service, number, path);
    case 'shm_size':
    case 'stop_grace_period':
      // Who chose one knows why; none is Docker's 64 MB and 10 s.
      return at(service, path) === undefined ? set(service, path, written) : NOTHING;
    case undefined:
    default:
      return set(service, path, written);
  }
}

/** Compose refuses two different values of the older key and of the one below `deploy`. */
function older(service: Service, key: string, path: YamlPath): YamlPath {
  return at(service, path) === undefined && service.spec[key] !== undefined ? [key] : path;
}

function replicas(service: Service, wanted: number, path: YamlPath): Placed {
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
  return set(service, older(service, 'scale', path), wanted);
}

/** Only ever raised. `ulimits.nofile` is a number, or soft and hard. */
function nofile(service: Service, wanted: number, path: YamlPath): Placed {
  const present = at(service, path);
  if (typeof present === 'number' || typeof present === 'string')
    return Number(present) >= wanted ? NOTHING : set(service, path, wanted);
  if (typeof present !== 'object' || present === null) return set(service, path, wanted);
  return joined(
    ['soft', 'hard'].map((part) => {
      const value = at(service, [...path, part]);
      return Number(value) >= wanted ? NOTHING : set(service, [...path, part], wanted);
    }),
  );
}

function set(service: Service, path: YamlPath, value: string | number | boolean): Placed {
  const address = addressOf(service, path);
  if (!('why' in address)) return placedBy({ do: 'set-yaml', ...address, value });
  const whole = ownDeploy(service, path, value);
  return whole ?? noPlace(`${path.join('.')} of ${service.name}`, address.why);
}

/** Where `deploy` comes from an anchor, the service gets the whole of it for itself, with that value in it. */
function ownDeploy(service: Service, path: YamlPath, value: string | number | boolean): Placed | undefined {
  const [first] = path;
  const own = service.editOf([]);
  if (first !== 'deploy' || own.shared === true) return undefined;
  const deploy = [...own.path, 'deploy'];
  return placedBy(
    // The same edit for each of its values; it is made once.
    { do: 'set-yaml', file: own.file, path: deploy, value: service.spec['deploy'] ?? {} },
    { do: 'set-yaml', file: own.file, path: [...deploy, ...path.slice(1)], value },
  );
}

function at({ spec }: Service, path: YamlPath): YamlValue | undefined {
  return path.reduce<YamlValue | undefined>(
    (value, step) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).find(([key]) => key === String(step))?.[1]
        : undefined,
    spec,
  );
}
