import { codeOf, CvxError, EXIT } from '../../../lib/errors.ts';

/** Answers that say "not now": too many requests, a proxy without a server behind it, a node that starts or is cut off. */
const PASSING_STATUS = new Set([429, 502, 503, 504]);

/** The connection failed before or while the server answered. What Qdrant takes may be sent twice, so none is final. */
const PASSING_CODE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_SOCKET',
]);

/** True where the same request may succeed a moment later. Not for a timeout: the caller has waited long enough. */
export function isPassing(error: unknown): boolean {
  return PASSING_STATUS.has(statusOf(error) ?? 0) || PASSING_CODE.has(networkCodeOf(error) ?? '');
}

/** True for "no such collection or alias". */
export function isMissing(error: unknown): boolean {
  return error instanceof CvxError && error.code === 'CVX_INDEX_MISSING';
}

/**
 * Turns what the client throws into a CvxError. `address` is the server's URL without secrets. Qdrant's own words are
 * kept, for no request holds text: only numbers, ids and names of collections.
 */
export function qdrantError(error: unknown, address: string): CvxError {
  if (error instanceof CvxError) return error;
  const status = statusOf(error);
  const words = wordsOf(error);
  if (status === 401 || status === 403) {
    return new CvxError('CVX_STORE_DENIED', `Qdrant at ${address} refuses the API key (HTTP ${status})`, {
      exit: EXIT.unavailable,
      hint: 'Check QDRANT_API_KEY: writing needs a key that may write.',
      cause: new Error(words),
    });
  }
  if (status === 404) {
    return new CvxError('CVX_INDEX_MISSING', `Qdrant at ${address} has lost this index (${words})`, {
      exit: EXIT.unavailable,
      hint: 'Run cvx reindex: it is made again from the candidate store.',
      cause: new Error(words),
    });
  }
  if (status !== undefined && !PASSING_STATUS.has(status)) {
    return new CvxError(
      'CVX_STORE_FAILED',
      `Qdrant at ${address} refused a request (HTTP ${status}: ${words})`,
      {
        exit: status >= 500 ? EXIT.unavailable : EXIT.bug,
        hint: 'Run cvx doctor --only qdrant.',
        cause: new Error(words),
      },
    );
  }
  return unavailable(address, status === undefined ? reasonOf(error) : `HTTP ${status}`, error);
}

export function unavailable(address: string, reason: string, cause: unknown): CvxError {
  return new CvxError('CVX_STORE_UNAVAILABLE', `Cannot reach Qdrant at ${address} (${reason})`, {
    exit: EXIT.unavailable,
    hint: 'Start it:   docker compose up -d qdrant\nOr check:   cvx doctor --only qdrant',
    cause,
  });
}

const UNTRUSTED = 'its certificate is not trusted here; NODE_EXTRA_CA_CERTS can name the authority';

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  UND_ERR_SOCKET: 'connection closed',
  ENOTFOUND: 'no such host',
  ETIMEDOUT: 'no answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'no answer in time',
  HPE_INVALID_CONSTANT: 'it does not speak HTTP; perhaps the URL must start with https://',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS; perhaps the URL must start with http://',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
};

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
  const code = networkCodeOf(error);
  if (code !== undefined) return REASONS[code] ?? code;
  if (isBadPort(error)) return 'a port that browsers and Node never connect to';
  // A proxy or another server on this port: it answers, with something that is no JSON of Qdrant's.
  return 'it does not answer as Qdrant does';
}

/** https://fetch.spec.whatwg.org/#port-blocking */
function isBadPort(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && error.cause.message === 'bad port';
}

/** The client throws classes that it does not export, so the shape decides. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'QdrantClientResourceExhaustedError') return 429;
  return 'status' in error && typeof error.status === 'number' ? error.status : undefined;
}

/** fetch wraps what went wrong on the network, for several addresses of one host twice. */
function networkCodeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; depth++) {
    const code = codeOf(at);
    if (code !== undefined) return code;
    at = at instanceof AggregateError ? at.errors[0] : at.cause;
  }
  return undefined;
}

const MAX_WORDS = 200;

function wordsOf(error: unknown): string {
  const data: unknown = error instanceof Error && 'data' in error ? error.data : undefined;
  const status = isRecord(data) ? data['status'] : undefined;
  const words = isRecord(status) && typeof status['error'] === 'string' ? status['error'] : 'no reason given';
  return words.replaceAll(/\s+/g, ' ').slice(0, MAX_WORDS);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** The server gave up waiting for a write that it will still do. */
export function unfinished(collection: string): CvxError {
  return new CvxError('CVX_STORE_UNAVAILABLE', `Qdrant has not finished a write to ${collection} in time`, {
    exit: EXIT.unavailable,
    hint: 'Raise QDRANT_TIMEOUT, or see what keeps the server busy: cvx doctor --only qdrant',
  });
}
