import type { Project, Service } from '../../project/project.ts';
import { postgresMajor } from '../../facts/postgres-major.ts';
import type { Backend, Extra, Wishes } from '../../sizing/inputs.ts';
import { assumed, MIB, type Quantity, written } from '../../sizing/quantity.ts';
import { matchServices } from './match-services.ts';

/** Memory of a container that nobody limits: the frontend of the tier table has as much. */
const UNLIMITED = 256 * MIB;
/** Processor time of a container that mostly waits. */
const IDLE_CORES = 0.1;

/** What a project's files say of the stack to plan: which backend, which PostgreSQL, and what else runs beside it. */
export function wishesOfProject(project: Project): Wishes {
  const matched = matchServices(project);
  const sized = new Set(matched.values());
  const backend = matched.get('backend') ?? matched.get('worker');
  const postgres = matched.get('postgres');
  const others = project.services.filter((service) => service.active && !sized.has(service));
  return {
    backend: backend === undefined ? undefined : backendOf(backend),
    postgres: postgres === undefined ? undefined : postgresMajor(postgres),
    extras: others.map(extraOf),
  };
}

/** cvx by its image or its command; anything else is sized like a Python backend, whose pools count per process. */
export function backendOf({ image, command, entrypoint }: Service): Backend {
  const isCvx = /(?:^|\/)cvx(?:[:@]|$)/.test(image ?? '') || [...entrypoint, ...command].includes('cvx');
  return isCvx ? 'cvx' : 'python';
}

function extraOf(service: Service): Extra {
  const { name, memoryLimit, replicas } = service;
  const memory: Quantity =
    memoryLimit === undefined
      ? assumed(UNLIMITED * replicas, 'bytes', `${name} has no memory limit`)
      : written(memoryLimit * replicas, 'bytes', service.at, `memory limit of ${name}`);
  return { name, memory, cores: assumed(IDLE_CORES * replicas, 'cores', `${name} waits most of the time`) };
}
