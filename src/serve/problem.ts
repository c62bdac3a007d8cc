import type { Context } from 'hono';
import { z } from '@hono/zod-openapi';
import { STATUS_CODES } from 'node:http';
import { CvxError, EXIT } from '../lib/errors.ts';
import type { ServeEnv } from './serve-app.ts';

/** RFC 9457. `code` says what kind of problem it is; the type stays `about:blank`, since there is no page to link to. */
export const problemSchema = z
  .strictObject({
    type: z.literal('about:blank'),
    title: z.string().openapi({ example: 'Not Found' }),
    status: z.int(),
    code: z.string().openapi({ example: 'CVX_ID_UNKNOWN' }),
    detail: z.string(),
    requestId: z.string(),
    errors: z
      .array(z.strictObject({ path: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: 'Which parts of the request are wrong.' }),
  })
  .openapi('Problem');

type Problem = z.infer<typeof problemSchema>;

export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 408 | 409 | 413 | 415 | 421 | 429 | 500 | 503;

interface RefusalOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly errors?: Problem['errors'];
  readonly cause?: unknown;
}

/** Why a request is not answered, in words for whoever sent it. Becomes a problem document. */
export class Refusal extends Error {
  readonly status: ProblemStatus;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: Problem['errors'];

  constructor(status: ProblemStatus, code: string, detail: string, options: RefusalOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.headers = options.headers ?? {};
    this.errors = options.errors;
  }
}

/** How long to wait before another try where nothing better is known: overload and restarts pass in seconds. */
export const RETRY_SOON = { 'Retry-After': '1' } as const;

/** Errors of the features that say what is wrong with the request; their words are meant for who sent it. */
const STATUS_OF: Readonly<Record<string, ProblemStatus>> = {
  CVX_QUERY_EMPTY: 400,
  CVX_QUERY_TOO_LONG: 400,
  CVX_ID_INVALID: 400,
  CVX_ID_TOO_SHORT: 400,
  CVX_ID_UNKNOWN: 404,
  CVX_ID_AMBIGUOUS: 409,
};

/** Any error as a refusal. What is not about the request says nothing of the inside: addresses, paths, stacks stay in the log. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof CvxError) {
    const status = STATUS_OF[error.code];
    if (status !== undefined) return new Refusal(status, error.code, error.message, { cause: error });
    if (error.exit === EXIT.unavailable)
      return new Refusal(503, error.code, 'A store that this needs cannot be reached now.', {
        headers: { 'Retry-After': '5' },
        cause: error,
      });
  }
  return new Refusal(500, 'CVX_INTERNAL', 'Something went wrong here. The log has it under this requestId.', {
    cause: error,
  });
}

export function problemResponse(context: Context<ServeEnv>, refusal: Refusal): Response {
  const problem: Problem = {
    type: 'about:blank',
    title: STATUS_CODES[refusal.status] ?? 'Error',
    status: refusal.status,
    code: refusal.code,
    detail: refusal.message,
    requestId: context.get('requestId'),
    ...(refusal.errors === undefined ? {} : { errors: refusal.errors }),
  };
  return context.body(JSON.stringify(problem), refusal.status, {
    ...refusal.headers,
    'Content-Type': 'application/problem+json',
  });
}

/** A part of a request checked by its schema. @throws Refusal 400 that names what is wrong, without the values. */
export function checked<T extends z.ZodType>(schema: T, value: unknown, where: string): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({
    path: path.map(String).join('.'),
    message,
  }));
  throw new Refusal(400, 'CVX_REQUEST_INVALID', `The ${where} does not fit its schema.`, { errors });
}
