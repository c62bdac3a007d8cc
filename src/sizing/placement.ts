import { takenOn, usableBytes } from './host.ts';
import type { Host, Inputs } from './inputs.ts';
import type { Placement, ServiceName } from './plan.ts';

/** What runs out: `burst` is the CPU limits of what users wait for. */
const RESOURCES = ['memory', 'cores', 'burst', 'disk', 'gpu'] as const;
type Resource = (typeof RESOURCES)[number];

/** Instances of one service to place, and what one of them takes. */
export interface Piece {
  readonly name: ServiceName;
  readonly count: number;
  readonly everywhere: boolean;
  readonly memory: number;
  readonly reserved: number;
  /** CPU limit, where somebody waits for the answer; else 0 (I8). */
  readonly burst: number;
  readonly gpu: number;
  readonly disk: number;
}

export interface Placed {
  readonly fits: true;
  readonly where: ReadonlyMap<ServiceName, readonly Placement[]>;
}

export interface NotPlaced {
  readonly fits: false;
  readonly binding: Resource;
  /** Of all hosts together; of one host where a single instance is too large or the pieces do not fit. */
  readonly needed: number;
  readonly available: number;
  readonly of: ServiceName | undefined;
}

interface Room {
  readonly name: string;
  memory: number;
  cores: number;
  burst: number;
  gpu: number;
  disk: number;
  readonly holds: Map<ServiceName, number>;
}

/** CPU limits over cores, summed over the services that somebody waits for (I8): they do not all peak at once. */
export const BURST = 1.5;

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
export function place(
  loads: readonly Piece[],
  inputs: Inputs,
  machines?: readonly Host[],
): Placed | NotPlaced {
  const rooms = roomsOf(inputs, machines ?? Array.from({ length: inputs.hosts.value }, () => inputs.host));
  const short = tooSmall(loads, rooms);
  if (short !== undefined) return short;
  for (const load of loads.filter(({ everywhere }) => everywhere)) for (const room of rooms) put(room, load);
  const size = ({ memory, reserved }: Piece): number =>
    Math.max(memory / Math.max(1, usableBytes(inputs.host.memory.value)), reserved / inputs.host.cores.value);
  const singles = loads.filter(({ everywhere }) => !everywhere).toSorted((a, b) => size(b) - size(a));
  for (const load of singles)
    for (let n = 0; n < load.count; n++) {
      const room = bestRoom(rooms, load);
      if (room === undefined) return noRoom(load, rooms);
      put(room, load);
    }
  return { fits: true, where: placements(loads, rooms) };
}

function roomsOf(inputs: Inputs, hosts: readonly Host[]): readonly Room[] {
  const { gpu } = inputs;
  return hosts.map((host, index) => {
    const cores = host.cores.value - takenOn(index, inputs, 'cores');
    return {
      name: hosts.length === 1 ? 'stack' : `host-${index + 1}`,
      memory: usableBytes(host.memory.value) - takenOn(index, inputs, 'memory'),
      cores,
      burst: BURST * cores,
      gpu: gpu === undefined ? Infinity : gpu.value * GPU_SHARE,
      disk: host.disk?.value ?? Infinity,
      holds: new Map<ServiceName, number>(),
    };
  });
}

/** What one piece takes of a room, by the resource that runs out. */
const TAKES = {
  memory: (piece: Piece) => piece.memory,
  cores: (piece: Piece) => piece.reserved,
  burst: (piece: Piece) => piece.burst,
  disk: (piece: Piece) => piece.disk,
  gpu: (piece: Piece) => piece.gpu,
} as const;

/** All rooms together are too small: told before anything is placed, with sums that a person can follow. */
function tooSmall(pieces: readonly Piece[], rooms: readonly Room[]): NotPlaced | undefined {
  for (const binding of RESOURCES) {
    const needed = pieces.reduce(
      (sum, piece) => sum + TAKES[binding](piece) * (piece.everywhere ? rooms.length : piece.count),
      0,
    );
    const available = rooms.reduce((sum, room) => sum + room[binding], 0);
    if (needed > available * (1 + SLACK)) return { fits: false, binding, needed, available, of: undefined };
  }
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

function hasRoom(room: Room, piece: Piece): boolean {
  return RESOURCES.every((resource) => TAKES[resource](piece) <= room[resource] * (1 + SLACK) + SLACK);
}

function put(room: Room, piece: Piece): void {
  for (const resource of RESOURCES) room[resource] -= TAKES[resource](piece);
  room.holds.set(piece.name, (room.holds.get(piece.name) ?? 0) + 1);
}

/** The pieces do not fit, though the sums do: what the room lacks that has most memory left. */
function noRoom(piece: Piece, rooms: readonly Room[]): NotPlaced {
  const [roomiest] = rooms.toSorted((a, b) => b.memory - a.memory);
  const lacks = (resource: Resource): number => TAKES[resource](piece) - (roomiest?.[resource] ?? 0);
  const binding = RESOURCES.find((resource) => lacks(resource) > 0) ?? 'memory';
  return {
    fits: false,
    binding,
    needed: TAKES[binding](piece),
    available: Math.max(0, roomiest?.[binding] ?? 0),
    of: piece.name,
  };
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
