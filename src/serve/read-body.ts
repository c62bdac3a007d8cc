import type { Context } from 'hono';
import { buffer } from 'node:stream/consumers';
import { Refusal } from './problem.ts';
import type { ServeEnv } from './serve-app.ts';

export function tooLarge(bytes: number): Refusal {
  return new Refusal(413, 'CVX_BODY_TOO_LARGE', `The body may have ${bytes} bytes at most.`, {
    // What is still on its way is not waited for.
    headers: { Connection: 'close' },
  });
}

/**
 * The JSON of a body of at most `maxBytes`, whether it tells its length or not.
 * @throws Refusal 413, 415 or 400.
 */
export async function readJson(context: Context<ServeEnv>, maxBytes: number): Promise<unknown> {
  checkContentType(context, 'application/json');
  const length = context.req.header('content-length');
  if (length !== undefined && Number(length) > maxBytes) throw tooLarge(maxBytes);
  // node:http holds a sender to the length that it tells; without one the bytes have to be counted.
  const text = length === undefined ? await readCounted(context.req.raw, maxBytes) : await context.req.text();
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (cause) {
    throw new Refusal(400, 'CVX_JSON_INVALID', 'The body is no JSON.', { cause });
  }
}

async function readCounted({ body }: Request, maxBytes: number): Promise<string> {
  return (await buffer(atMost(maxBytes, body ?? []))).toString('utf8');
}

/**
 * Passes bytes on, as many as are allowed: for senders that do not tell how many there are.
 * @throws Refusal 413 after those.
 */
export async function* atMost(
  maxBytes: number,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}

/** @throws Refusal 415 unless the body says that it is of that type. */
export function checkContentType(context: Context<ServeEnv>, type: string): void {
  const given = (context.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (given !== type)
    throw new Refusal(415, 'CVX_CONTENT_TYPE', `The body must be sent as Content-Type: ${type}.`);
}
