import { type Demand, type Demands, demandsOf } from './demand.ts';
import type { Host, Inputs, Quantization } from './inputs.ts';
import { withUsers } from './inputs-of.ts';
import { type NotPlaced, type Piece, place, type Placed } from './placement.ts';
import { MOST_USERS } from './tiers.ts';

/** What the load needs, and where it goes. */
export interface Fit {
  readonly demands: Demands;
  readonly placed: Placed;
}

export interface NoFit {
  readonly demands: Demands;
  readonly placed: NotPlaced;
}

/** CPU limit below which an instance is throttled: a fifth above what it keeps busy, so that it catches up after a burst. */
export function leastCpuLimit({ reserved, leastLimit }: Demand): number {
  return Math.max(leastLimit, CATCH_UP * reserved.value);
}

const CATCH_UP = 1.2;

export function pieceOf(demand: Demand, memory = demand.need.value, limit = leastCpuLimit(demand)): Piece {
  const { name, count, everywhere, reserved, gpu, disk, critical } = demand;
  return {
    name,
    count: count.value,
    everywhere,
    memory,
    reserved: reserved.value,
    burst: critical ? limit : 0,
    gpu,
    disk,
  };
}

/** Places the least that the load of these inputs needs. */
export function fit(inputs: Inputs, quantization: Quantization): Fit | NoFit {
  const demands = demandsOf(inputs, quantization);
  const placed = place(
    demands.services.map((demand) => pieceOf(demand)),
    inputs,
  );
  return placed.fits ? { demands, placed } : { demands, placed };
}

export function fits(inputs: Inputs, quantization: Quantization): boolean {
  return fit(inputs, quantization).placed.fits;
}

/** Most users that the hosts of these inputs carry with vectors stored so; 0 where they carry none. Bisection: need grows with users. */
export function mostUsers(inputs: Inputs, quantization: Quantization): number {
  return largest(MOST_USERS, (users) => fits(withUsers(inputs, users), quantization));
}

/** Largest whole number from 1 to `most` that holds, where none above a failing one does; 0 where not even 1 does. */
export function largest(most: number, holds: (value: number) => boolean): number {
  let known = 0;
  let step = 1;
  while (known + step <= most && holds(known + step)) {
    known += step;
    step *= 2;
  }
  for (; step >= 1; step = Math.floor(step / 2))
    if (known + step <= most && holds(known + step)) known += step;
  return known;
}

/** The same on machines that differ; each instance must fit one of them. */
export function fitsOn(inputs: Inputs, machines: readonly Host[], quantization: Quantization): boolean {
  const [largestHost] = machines.toSorted((a, b) => b.memory.value - a.memory.value);
  if (largestHost === undefined) return false;
  const { services } = demandsOf({ ...inputs, host: largestHost }, quantization);
  const pieces = services.map((demand) => pieceOf(demand));
  return place(pieces, { ...inputs, host: largestHost }, machines).fits;
}

export function mostUsersOn(inputs: Inputs, machines: readonly Host[], quantization: Quantization): number {
  return largest(MOST_USERS, (users) => fitsOn(withUsers(inputs, users), machines, quantization));
}
