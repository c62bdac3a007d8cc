import type { Edit } from '../../../edits/edit.ts';
import type { Project, Service } from '../../../project/project.ts';
import { instancesOf, servicesOf, type Stack } from '../../../sizing/stack.ts';
import { type ClientPool, clientPools } from '../backend/client-pools.ts';
import type { Evidence } from '../../evidence.ts';
import { withVariable } from '../compose/variable-edits.ts';

export interface SmallerPools {
  readonly edits: readonly Edit[];
  /** Services whose pools change. */
  readonly services: readonly string[];
  readonly says: string;
}

/** Below 2 a process waits for its own second connection; then other means are needed. */
const LEAST = 2;

interface Client {
  readonly service: Service;
  /** Processes that open a pool of it, on all instances. */
  readonly processes: number;
  readonly pool: ClientPool;
}

/**
 * Pools that fit `connections`, each cut by the same share, two thirds of it kept and a third as overflow (as the tuner divides
 * them). Undefined where a pool's size is no variable, or would fall below two: then it is a person's to change the source.
 */
export function withSmallerPools(
  { project }: Evidence,
  stack: Stack,
  connections: number,
): SmallerPools | undefined {
  const clients = clientsOf(project, stack);
  if (clients === undefined || clients.length === 0) return undefined;
  const wanted = clients.reduce((sum, { processes, pool }) => sum + processes * totalOf(pool), 0);
  const share = (connections - stack.reservedConnections.value) / wanted;
  const cut = clients.map((client) => ({ ...client, total: Math.floor(totalOf(client.pool) * share) }));
  if (share >= 1 || cut.some(({ total }) => total < LEAST)) return undefined;
  const edits = cut.map(({ service, pool, total }) => poolEdits(project, service, pool, total));
  if (edits.some((some) => some === undefined)) return undefined;
  // One .env may hold a variable that two services share: the same edit once, and the smaller value for both.
  const once = new Map<string, Edit>();
  for (const edit of edits.flatMap((some) => some ?? [])) {
    const key = edit.do === 'set-env' ? `${edit.file} ${edit.key}` : JSON.stringify(edit);
    const before = once.get(key);
    const isLarger =
      before?.do === 'set-env' && edit.do === 'set-env' && Number(edit.value) > Number(before.value);
    if (!isLarger) once.set(key, edit);
  }
  const sizes = cut.map(({ service, pool, total }) => {
    const { size, overflow } = divided(pool, total);
    return `${service.name} ${size} + ${overflow} per process`;
  });
  return {
    edits: [...once.values()],
    services: cut.map(({ service }) => service.name),
    says: `Make the pools smaller: ${sizes.join(', ')}.`,
  };
}

function clientsOf(project: Project, stack: Stack): readonly Client[] | undefined {
  const clients = servicesOf(stack, 'backend', 'worker').flatMap((one) => {
    if (one.numbers['db.pool']?.value === 0 || one.numbers['db.pool'] === undefined) return [];
    const service = project.services.find(({ name }) => name === one.name);
    const pools = service === undefined ? [] : clientPools(project, service);
    return [{ service, pools, processes: instancesOf(one) * (one.processes?.value ?? 1) }];
  });
  const single = clients.flatMap(({ service, pools, processes }): readonly Client[] => {
    const [pool] = pools;
    return service === undefined || pool === undefined || pools.length > 1
      ? []
      : [{ service, processes, pool }];
  });
  return single.length === clients.length ? single : undefined;
}

function totalOf({ size, overflow }: ClientPool): number {
  return size.value + overflow.value;
}

function divided({ overflow, overflowKey }: ClientPool, total: number): { size: number; overflow: number } {
  if (overflowKey === undefined) return { size: total - overflow.value, overflow: overflow.value };
  const beyond = overflow.value === 0 ? 0 : Math.floor(total / 3);
  return { size: total - beyond, overflow: beyond };
}

function poolEdits(
  project: Project,
  service: Service,
  pool: ClientPool,
  total: number,
): readonly Edit[] | undefined {
  const { size, overflow } = divided(pool, total);
  if (pool.sizeKey === undefined || size < 1) return undefined;
  const edits = [
    withVariable(project, service, pool.sizeKey, String(size)),
    ...(pool.overflowKey === undefined
      ? []
      : [withVariable(project, service, pool.overflowKey, String(overflow))]),
  ];
  const made = edits.filter((edit) => edit !== undefined);
  return made.length === edits.length ? made : undefined;
}
