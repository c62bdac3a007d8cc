import { type Address, textOf } from './addresses.ts';
import { Unseen } from './observe.ts';

export interface HttpRequest {
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the body; the rest is not read. */
  readonly maxBytes: number;
}

export interface HttpReply {
  readonly status: number;
  readonly contentType: string;
  /** As far as it was read. */
  readonly body: string;
  /** Whether more came. */
  readonly cut: boolean;
  readonly milliseconds: number;
}

/** One GET. A redirect is an answer and is not followed: it may lead to somebody else's server. */
export async function httpGet(
  url: string,
  { signal, headers = {}, maxBytes }: HttpRequest,
): Promise<HttpReply> {
  const started = performance.now();
  const answer = await fetch(url, {
    headers: { 'user-agent': 'cvx doctor', ...headers },
    redirect: 'manual',
    signal,
  });
  const { text, cut } = await readBody(answer.body, maxBytes);
  return {
    status: answer.status,
    contentType: answer.headers.get('content-type') ?? '',
    body: text,
    cut,
    milliseconds: performance.now() - started,
  };
}

/** The parsed body of a reply with 2xx. Rejects with Unseen otherwise. */
export async function getJson(url: string, request: HttpRequest): Promise<unknown> {
  const { status, body, cut } = await httpGet(url, request);
  const { pathname } = new URL(url);
  if (status < 200 || status > 299) throw new Unseen(`it answers ${pathname} with ${status}`);
  if (cut) throw new Unseen(`its answer to ${pathname} is larger than is read`);
  try {
    return JSON.parse(body);
  } catch {
    throw new Unseen(`it answers ${pathname} with what is no JSON`);
  }
}

/** `http://[::1]:6333` */
export function httpBase(address: Address): string {
  return `http://${textOf(address)}`;
}

async function readBody(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<{ readonly text: string; readonly cut: boolean }> {
  if (body === null) return { text: '', cut: false };
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop cancels the rest.
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) break;
  }
  const text = Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
  return { text, cut: bytes > maxBytes };
}
