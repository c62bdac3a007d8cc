import { usableMemory } from './host.ts';
import type { Inputs } from './inputs.ts';
import type { Placement, ServiceName } from './plan.ts';

/** Instances of one service to place, and what one of them takes. */
export interface Piece {
  readonly name: ServiceName;
  readonly count: number;
  readonly everywhere: boolean;
  readonly memory: number;
  readonly reserved: number;
  readonly gpu: number;
}

export interface Placed {
  readonly fits: true;
  readonly where: ReadonlyMap<ServiceName, readonly Placement[]>;
}

export interface NotPlaced {
  readonly fits: false;
  readonly binding: 'memory' | 'cores' | 'gpu';
  /** Of all hosts together; of one host where a single instance is too large or the pieces do not fit. */
  readonly needed: number;
  readonly available: number;
  readonly of: ServiceName | undefined;
}

interface Room {
  readonly name: string;
  memory: number;
  cores: number;
  gpu: number;
  readonly holds: Map<ServiceName, number>;
}

const SLACK = 1e-9;
/** Share of a graphics card that models may fill: T4 and its like keep the rest for the driver and fragments. */
const GPU_SHARE = 0.9;

/** Services that lose their point on one host are spread together: the replica is not where the primary is. */
const SPREAD: Partial<Record<ServiceName, readonly ServiceName[]>> = {
  postgres: ['postgres', 'postgres-replica'],
  'postgres-replica': ['postgres', 'postgres-replica'],
};

/**
 * Puts instances on the hosts of the inputs: the largest first, each on the host that holds fewest of its kind and, of
 * those, has most room left (worst fit). Pure and deterministic.
 */
export function place(loads: readonly Piece[], inputs: Inputs): Placed | NotPlaced {
  const rooms = roomsOf(inputs);
  const short = tooSmall(loads, rooms);
  if (short !== undefined) return short;
  for (const load of loads.filter(({ everywhere }) => everywhere)) for (const room of rooms) put(room, load);
  const [first] = rooms;
  const size = ({ memory, reserved }: Piece): number =>
    Math.max(memory / Math.max(1, usableMemory(inputs.host).value), reserved / inputs.host.cores.value);
  const single = loads.filter(({ everywhere }) => !everywhere).toSorted((a, b) => size(b) - size(a));
  for (const load of single)
    for (let n = 0; n < load.count; n++) {
      const room = bestRoom(rooms, load);
      if (room === undefined) return noRoom(load, rooms, first);
      put(room, load);
    }
  return { fits: true, where: placements(loads, rooms) };
}

function roomsOf({ host, hosts, extras, gpu }: Inputs): readonly Room[] {
  const memory = usableMemory(host).value;
  const taken = (of: 'memory' | 'cores'): number => extras.reduce((sum, extra) => sum + extra[of].value, 0);
  const count = hosts.value;
  return Array.from({ length: count }, (_, index) => ({
    name: count === 1 ? 'stack' : `host-${index + 1}`,
    memory: memory - (index === 0 ? taken('memory') : 0),
    cores: host.cores.value - (index === 0 ? taken('cores') : 0),
    gpu: gpu === undefined ? Infinity : gpu.value * GPU_SHARE,
    holds: new Map<ServiceName, number>(),
  }));
}

/** All rooms together are too small: told before anything is placed, with sums that a person can follow. */
function tooSmall(loads: readonly Piece[], rooms: readonly Room[]): NotPlaced | undefined {
  const times = (load: Piece): number => (load.everywhere ? rooms.length : load.count);
  const needed = (of: 'memory' | 'reserved' | 'gpu'): number =>
    loads.reduce((sum, load) => sum + load[of] * times(load), 0);
  const left = (of: 'memory' | 'cores' | 'gpu'): number => rooms.reduce((sum, room) => sum + room[of], 0);
  const over = (need: number, available: number): boolean => need > available * (1 + SLACK);
  if (over(needed('memory'), left('memory')))
    return {
      fits: false,
      binding: 'memory',
      needed: needed('memory'),
      available: left('memory'),
      of: undefined,
    };
  if (over(needed('reserved'), left('cores')))
    return {
      fits: false,
      binding: 'cores',
      needed: needed('reserved'),
      available: left('cores'),
      of: undefined,
    };
  if (over(needed('gpu'), left('gpu')))
    return { fits: false, binding: 'gpu', needed: needed('gpu'), available: left('gpu'), of: undefined };
  return undefined;
}

function bestRoom(rooms: readonly Room[], load: Piece): Room | undefined {
  const alike = SPREAD[load.name] ?? [load.name];
  const held = (room: Room): number => alike.reduce((sum, name) => sum + (room.holds.get(name) ?? 0), 0);
  let best: Room | undefined;
  for (const room of rooms) {
    if (!hasRoom(room, load)) continue;
    if (
      best === undefined ||
      held(room) < held(best) ||
      (held(room) === held(best) && room.memory > best.memory)
    )
      best = room;
  }
  return best;
}

function hasRoom(room: Room, { memory, reserved, gpu }: Piece): boolean {
  return room.memory >= memory - SLACK * memory && room.cores >= reserved - SLACK && room.gpu >= gpu;
}

function put(room: Room, { name, memory, reserved, gpu }: Piece): void {
  room.memory -= memory;
  room.cores -= reserved;
  room.gpu -= gpu;
  room.holds.set(name, (room.holds.get(name) ?? 0) + 1);
}

/** The pieces do not fit, though the sums do. */
function noRoom(load: Piece, rooms: readonly Room[], first: Room | undefined): NotPlaced {
  const roomiest = (of: 'memory' | 'cores' | 'gpu'): number =>
    Math.max(...rooms.map((room) => room[of]), first?.[of] ?? 0);
  const failed = { fits: false, of: load.name } as const;
  if (roomiest('memory') < load.memory)
    return { ...failed, binding: 'memory', needed: load.memory, available: roomiest('memory') };
  if (roomiest('gpu') < load.gpu)
    return { ...failed, binding: 'gpu', needed: load.gpu, available: roomiest('gpu') };
  return { ...failed, binding: 'cores', needed: load.reserved, available: roomiest('cores') };
}

function placements(loads: readonly Piece[], rooms: readonly Room[]): Placed['where'] {
  return new Map(
    loads.map(({ name }) => [
      name,
      rooms.flatMap((room) => {
        const count = room.holds.get(name);
        return count === undefined ? [] : [{ host: room.name, count }];
      }),
    ]),
  );
}
