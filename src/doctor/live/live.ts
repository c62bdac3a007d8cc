import type { Observed } from '../evidence.ts';

/** One container as Docker shows it. */
export interface Container {
  readonly id: string;
  readonly name: string;
  /** Compose service, from the label. */
  readonly service: string | undefined;
  readonly image: string;
  /** `sha256:…` digests that name the running image, where the engine knows one. */
  readonly repoDigests: readonly string[];
  readonly running: boolean;
  readonly startedAt: Date | undefined;
  readonly exitCode: number;
  readonly oomKilled: boolean;
  readonly restartCount: number;
  readonly health: 'healthy' | 'unhealthy' | 'starting' | 'none';
  /** Output of the last health checks, newest last, at most 500 characters each. */
  readonly healthLog: readonly string[];
  /** On every network of the project. */
  readonly addresses: readonly string[];
  readonly memoryLimit: number | undefined;
  readonly memoryUsed: number | undefined;
  readonly cpuPercent: number | undefined;
  /** Established TCP connections of the container by remote port, from its /proc/net/tcp. */
  readonly connections: ReadonlyMap<number, number> | undefined;
}

export interface RedisLive {
  /** Of `INFO`, all sections, by key. */
  readonly info: ReadonlyMap<string, string>;
  /** Of `CONFIG GET *`; not seen where the command is renamed or denied. Passwords are left out. */
  readonly config: Observed<ReadonlyMap<string, string>>;
  /** Whether PING answers without a password. */
  readonly open: boolean;
  /**
   * How many of the first 1,000 keys that SCAN gives have that name: cut to the part before the first `:`, numbers as `#`.
   * `bull`, `celery`, `celery-task-meta-#`; `other` for whatever may name a person.
   */
  readonly keyKinds: ReadonlyMap<string, number>;
  /** Types of some keys of each kind: `bull` → `hash`, `list`, `zset`. */
  readonly keyTypes?: ReadonlyMap<string, readonly string[]>;
  /** Of SLOWLOG LEN. */
  readonly slowlogLength?: number;
  /** Highest latency by event, of LATENCY LATEST; empty unless latency-monitor-threshold is set. */
  readonly latencyPeaksMs?: ReadonlyMap<string, number>;
}

export interface PostgresLive {
  /** Major: 15. */
  readonly version: number;
  /** `pg_settings`: name → value in its unit (`8kB`), source and whether a restart is pending. Those that may hold a secret are left out. */
  readonly settings: ReadonlyMap<
    string,
    {
      readonly value: string;
      readonly unit: string;
      readonly source: string;
      readonly pendingRestart: boolean;
    }
  >;
  readonly fileErrors: readonly { readonly file: string; readonly line: number; readonly error: string }[];
  /** Why `fileErrors` is empty without meaning that there are none. */
  readonly fileErrorsUnseen?: string;
  /** Sessions of clients, this one included. */
  readonly connections: number;
}

export interface QdrantLive {
  readonly version: string;
  /** Whether `/collections` answers without a key. */
  readonly open: boolean;
  readonly collections: readonly {
    readonly name: string;
    readonly status: string;
    readonly optimizerStatus: string;
    readonly points: number;
    readonly indexedVectors: number;
    readonly dimensions: number | undefined;
    readonly indexingThreshold: number | undefined;
  }[];
  /** Samples of `/metrics` without labels, by name. */
  readonly metrics: ReadonlyMap<string, number>;
}

export interface ScrapeTarget {
  readonly job: string;
  readonly url: string;
  readonly health: 'up' | 'down' | 'unknown';
  readonly lastError: string;
  readonly scrapeIntervalMs: number | undefined;
}

/** How the clock of another host stands, as Prometheus sees it. */
export interface HostClock {
  readonly job: string;
  readonly instance: string;
  /** Ahead of the clock of Prometheus where positive; 0 where the length of a scrape explains the difference. */
  readonly offsetSeconds: number;
}

export interface PrometheusLive {
  readonly version: string;
  readonly targets: readonly ScrapeTarget[];
  readonly lastReloadSuccessful: boolean | undefined;
  readonly lastReloadAt: Date | undefined;
  /** Metric names that have series now. */
  readonly metricNames: ReadonlySet<string>;
  readonly alertmanagers: number | undefined;
  /** `prometheus_tsdb_*` and `process_*` of its own /metrics, those of one name summed up; absent where it shows none. */
  readonly ownMetrics?: ReadonlyMap<string, number>;
  /** Jobs of the configuration that it runs with, with their static targets; absent where it does not tell. */
  readonly loadedJobs?: readonly { readonly job: string; readonly targets: readonly string[] }[];
  /** Of every node_exporter that it scrapes; absent where it scrapes none, or does not tell. */
  readonly hostClocks?: readonly HostClock[];
}

/** What one path of a service answered. */
export interface HttpAnswer {
  readonly url: string;
  readonly status: number;
  readonly contentType: string;
  /** Whether the body reads as Prometheus' text format. */
  readonly isMetrics: boolean;
  readonly milliseconds: number;
}

export interface HostLive {
  readonly memoryBytes: number;
  readonly cores: number;
  readonly swapUsedRatio: number;
  readonly diskFreeRatio: number;
  /** Of the same disk: that of Docker's own folder, where this can be read, with all volumes that have no other place. */
  readonly diskFreeBytes?: number;
  readonly overcommitMemory: number | undefined;
  readonly transparentHugePages: string | undefined;
  readonly maxMapCount: number | undefined;
  readonly somaxconn: number | undefined;
}

/** What cvx's own stores say of themselves. */
export interface CvxLive {
  readonly home: string;
  readonly homeBytes: number | undefined;
  /** Of the disk below the home, for who is not root; absent where there is no home. */
  readonly disk?: { readonly freeBytes: number; readonly freeRatio: number };
  readonly lockHolder: string | undefined;
  /** People whom no index holds as they are now; undefined for the embedded store, which is not opened. */
  readonly pending: number | undefined;
  /** Indexes of other models, chunkers or analyzers that hold people. */
  readonly otherSpecs: number | undefined;
  readonly deadLetters: number | undefined;
  readonly schemaNewer: boolean;
  /** Major of the PostgreSQL files in the home: `17`. */
  readonly dataVersion?: string;
  /** Which of its configured servers do not answer, and why. */
  readonly unreachable?: readonly string[];
}

/** What the running services say. Each by service name; a service that was not asked is absent. */
export interface LiveEvidence {
  readonly docker: Observed<readonly Container[]>;
  readonly redis: ReadonlyMap<string, Observed<RedisLive>>;
  readonly postgres: ReadonlyMap<string, Observed<PostgresLive>>;
  readonly qdrant: ReadonlyMap<string, Observed<QdrantLive>>;
  readonly prometheus: ReadonlyMap<string, Observed<PrometheusLive>>;
  /** `/metrics`, `/api/metrics` and the health paths of backends, by service; one that answered at least once. */
  readonly http: ReadonlyMap<string, readonly HttpAnswer[]>;
  /** Why a backend did not answer, by service. */
  readonly httpUnseen: ReadonlyMap<string, string>;
  readonly host: Observed<HostLive>;
  readonly cvx: Observed<CvxLive>;
}
