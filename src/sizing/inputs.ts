import type { PostgresMajor } from '../facts/postgres-major.ts';
import type { Quantity } from './quantity.ts';
import type { Tier, TierName } from './tiers.ts';

/** One kind of request. Times in seconds, shares add up to 1. */
export interface RequestKind {
  readonly name: string;
  readonly share: number;
  /** W: mean time from request to answer. */
  readonly seconds: number;
  /** D: processor time in the backend. */
  readonly cpuSeconds: number;
  /** Statements in the database, and how long each keeps its connection. */
  readonly queries: number;
  readonly querySeconds: number;
  /** Calls of the vector database, and processor time of each there. */
  readonly vectorCalls: number;
  readonly vectorSeconds: number;
}

export type Storage = 'hdd' | 'ssd' | 'nvme';
export type Quantization = 'none' | 'int8';
/** cvx's own image, or a Python backend (uvicorn, SQLAlchemy) of the project. */
export type Backend = 'cvx' | 'python';

export interface Host {
  /** `4x16`, `g4dn.xlarge`, `this machine`. */
  readonly label: string;
  readonly cores: Quantity;
  readonly memory: Quantity;
  /** Undefined: unknown, and nothing is said of it. */
  readonly disk: Quantity | undefined;
}

/** A container of the project that the plan does not size but must leave room for. */
export interface Extra {
  readonly name: string;
  readonly memory: Quantity;
  readonly cores: Quantity;
}

/** Everything that a plan follows from, each number with its origin. */
export interface Inputs {
  readonly users: Quantity;
  readonly tier: Tier;
  /** True where `--tier` chose it and not the number of users. */
  readonly tierGiven: boolean;
  /** Z: pause between an answer and the next request of one user. */
  readonly thinkTime: Quantity;
  /** P: busiest moment over the mean. */
  readonly peak: Quantity;
  readonly mix: readonly RequestKind[];
  readonly mixOrigin: Quantity['origin'];
  readonly cvs: Quantity;
  readonly vectorsPerCv: Quantity;
  readonly dims: Quantity;
  /** Growth of the CVs over 12 months, as a factor. */
  readonly growth: Quantity;
  /** Response time that 95 in 100 requests keep. */
  readonly slo: Quantity;
  readonly storage: Storage;
  /** Memory of one graphics card, where the backends embed on it. */
  readonly gpu: Quantity | undefined;
  readonly host: Host;
  readonly hosts: Quantity;
  /** `auto`: float32 where it fits, else int8. */
  readonly quantization: Quantization | 'auto';
  readonly postgres: PostgresMajor;
  readonly backend: Backend;
  /** Resident memory of one backend process. */
  readonly processMemory: Quantity;
  /** Video memory of one backend process; only with a card. */
  readonly processGpu: Quantity;
  /** Memory of one ingest job in a worker. */
  readonly jobMemory: Quantity;
  readonly extras: readonly Extra[];
}

/** What the command line, a project or a measurement gives; everything else is a default. Absent and undefined are the same. */
export interface Wishes {
  readonly users?: Quantity | undefined;
  readonly tier?: TierName | undefined;
  readonly thinkTime?: Quantity | undefined;
  readonly peak?: Quantity | undefined;
  /** With the origin of the whole: a measured mix comes from Prometheus or a `cvx load` proof. */
  readonly mix?: { readonly kinds: readonly RequestKind[]; readonly origin: Quantity['origin'] } | undefined;
  readonly cvs?: Quantity | undefined;
  readonly vectorsPerCv?: Quantity | undefined;
  readonly dims?: Quantity | undefined;
  readonly growth?: Quantity | undefined;
  readonly slo?: Quantity | undefined;
  readonly storage?: Storage | undefined;
  readonly gpu?: Quantity | undefined;
  readonly host?: Host | undefined;
  readonly hosts?: Quantity | undefined;
  readonly quantization?: Quantization | 'auto' | undefined;
  readonly postgres?: PostgresMajor | undefined;
  readonly backend?: Backend | undefined;
  readonly processMemory?: Quantity | undefined;
  readonly processGpu?: Quantity | undefined;
  readonly extras?: readonly Extra[] | undefined;
}
