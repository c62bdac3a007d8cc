/**
 * From the innermost to the outermost, each longer than the one inside, so that whoever is closest to the fault reports it
 * (I12). Seconds.
 */
export const TIMEOUTS = {
  /** What cvx gives one statement on its own connections. */
  statement: 30,
  /** One request to Qdrant: the tier table's QDRANT_TIMEOUT. */
  qdrant: 30,
  /** A statement and the wait for its connection, which cvx gives 10 s. */
  backend: 40,
  /** 1.5 × what the backend takes at most. */
  proxy: 60,
  /** nginx keeps an idle connection to the backend so long (its default), and the backend longer. */
  upstreamKeepalive: 60,
  backendKeepalive: 75,
} as const;

/** Largest upload, in MiB: one CV is some hundred kB, a batch of them 100 MB. What nginx lets through is what the backend accepts (I13). */
export const UPLOAD_MB = 100;
/** Largest request that Qdrant accepts, the tier table's 64: a batch of 1,000 vectors of 1,536 dimensions as JSON has some 20 MB. */
export const QDRANT_REQUEST_MB = 64;
