import { codeOf, CvxError } from '../../lib/errors.ts';
import { stopWaiting } from '../../lib/stop-waiting.ts';
import type { Observed } from '../evidence.ts';

/** Why something is not seen. Its message is shown: it holds no secret, and nothing that a server made up at length. */
export class Unseen extends Error {
  override readonly name = 'Unseen';
}

export interface Limits {
  /** At most so long. */
  readonly ms: number;
  /** Ends all that is asked: the user, or the time for everything. */
  readonly signal: AbortSignal;
  /** Who is asked, as the reason names it: `redis at 127.0.0.1:6379`. */
  readonly who: string;
}

/** What `look` resolves to, or why it is not seen. Never rejects; `look` is told by its signal to let go of what it holds. */
export async function observe<T>(
  { ms, signal, who }: Limits,
  look: (signal: AbortSignal) => Promise<T>,
): Promise<Observed<T>> {
  const late = AbortSignal.timeout(ms);
  const limit = AbortSignal.any([signal, late]);
  try {
    return { seen: true, value: await stopWaiting(look(limit), limit) };
  } catch (error) {
    return { seen: false, why: whyOf(error, { who, ms, over: limit.aborted }) };
  }
}

/** As {@link observe}, for what is left out where it is not seen. */
export async function orUndefined<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch {
    return undefined;
  }
}

const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it closes the connection',
  EPIPE: 'it closes the connection',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'there is no such host',
  EHOSTUNREACH: 'it cannot be reached from here',
  ENETUNREACH: 'it cannot be reached from here',
  EADDRNOTAVAIL: 'it cannot be reached from here',
  ETIMEDOUT: 'it does not answer',
};

function whyOf(
  error: unknown,
  { who, ms, over }: { readonly who: string; readonly ms: number; readonly over: boolean },
): string {
  if (error instanceof Unseen || error instanceof CvxError) return `${who}: ${error.message}`;
  if (over) return `${who}: no answer within ${ms / 1000} s`;
  if (isTimeout(error)) return `${who}: it does not answer`;
  const code = networkCode(error);
  // Whatever else a client throws may quote what it was given, so only its kind is told.
  const kind = error instanceof Error ? error.name : typeof error;
  return `${who}: ${NETWORK[code ?? ''] ?? `it cannot be asked (${code ?? kind})`}`;
}

/** Of fetch, of pg's connection and of its query, by name or by text: they have no code. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || /\btimeout\b/i.test(error.message));
}

/** Of the error, of what caused it (fetch), or of the first of several (a name with several addresses). */
function networkCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return codeOf(error) ?? networkCode(error instanceof AggregateError ? error.errors[0] : error.cause);
}
