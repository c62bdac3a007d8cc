/** How far a pool of connections is used up, at one moment. */
export interface PoolUse {
  readonly pool: 'postgresql' | 'postgresql-replica' | 'qdrant';
  /** Connections that work. */
  readonly inUse: number;
  /** Open connections that do not. */
  readonly idle: number;
  /** Calls that wait for a connection. */
  readonly waiting: number;
  readonly max: number;
}
