import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openStores, type Opened } from './open-app.ts';
import { fc, type Arbitrary } from '../lib/fast-check.ts';

/** What of JSON Schema the document uses for requests. */
interface Schema {
  readonly type?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly pattern?: string | undefined;
  readonly format?: string | undefined;
  readonly $ref?: string | undefined;
}

const schema: z.ZodType<Schema> = z.lazy(() =>
  z.looseObject({
    type: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    properties: z.record(z.string(), schema).optional(),
    required: z.array(z.string()).optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    pattern: z.string().optional(),
    format: z.string().optional(),
    $ref: z.string().optional(),
  }),
);
const content = z.record(z.string(), z.looseObject({ schema }));
const operation = z.looseObject({
  parameters: z.array(z.looseObject({ name: z.string(), in: z.enum(['path', 'query']), schema })).default([]),
  requestBody: z.looseObject({ content }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: z.record(z.string(), z.unknown()).optional() })),
});
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});
type Operation = z.infer<typeof operation>;

let stores: Opened;
let document: z.infer<typeof documentSchema>;
beforeAll(async () => {
  stores = await openStores();
  const { app } = stores.build();
  document = documentSchema.parse(await (await app.request('/api/openapi.json')).json());
});
afterAll(() => stores.close());

/** Values that fit a schema. */
function valid(of: Schema): Arbitrary<unknown> {
  if (of.$ref !== undefined)
    return valid(schema.parse(document.components.schemas[of.$ref.split('/').at(-1) ?? '']));
  if (of.const !== undefined) return fc.constant(of.const);
  if (of.enum !== undefined) return fc.constantFrom(...of.enum);
  if (of.type === 'integer') return fc.integer({ min: of.minimum ?? -1e9, max: of.maximum ?? 1e9 });
  if (of.format === 'uuid') return fc.uuid();
  if (of.pattern !== undefined) return fc.stringMatching(new RegExp(of.pattern, 'u'), { maxLength: 60 });
  if (of.type === 'string') return fc.string({ unit: 'binary', maxLength: 60 });
  if (of.type === 'object') {
    const fields = Object.entries(of.properties ?? {}).map(([name, one]) => [name, valid(one)] as const);
    return fc.record(Object.fromEntries(fields), { requiredKeys: [...(of.required ?? [])] });
  }
  return fc.jsonValue();
}

/** Right as often as wrong: of another type, or beyond a bound. */
const near = (of: Schema): Arbitrary<unknown> =>
  fc.oneof(valid(of), fc.jsonValue(), fc.string({ unit: 'binary', maxLength: 60 }));

function query(parameters: Operation['parameters'], one: (of: Schema) => Arbitrary<unknown>) {
  return fc.record(
    Object.fromEntries(parameters.map((parameter) => [parameter.name, one(parameter.schema)])),
    {
      requiredKeys: parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name),
    },
  );
}

const text = (value: unknown): string =>
  (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed();

/** One request of an operation with these values in its path and query. */
function address(path: string, { parameters }: Operation, values: Readonly<Record<string, unknown>>): string {
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(text(values[name])));
  const search = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.name in values)
    .map(({ name }) => `${name}=${encodeURIComponent(text(values[name]))}`);
  return search.length === 0 ? url : `${url}?${search.join('&')}`;
}

async function ask(
  path: string,
  method: string,
  of: Operation,
  values: Readonly<Record<string, unknown>>,
  body: unknown,
): Promise<Response> {
  const type = Object.keys(of.requestBody?.content ?? {})[0];
  const { app } = stores.build();
  return app.request(address(path, of, values), {
    method: method.toUpperCase(),
    ...(type === undefined
      ? {}
      : { headers: { 'Content-Type': type }, body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

function bodyOf({ requestBody }: Operation): Schema {
  return Object.values(requestBody?.content ?? {})[0]?.schema ?? {};
}

/** As the document says: a status that it lists, of a type that it lists. */
function expectDocumented({ status, headers }: Response, { responses }: Operation): void {
  expect(status).toBeLessThan(500);
  expect(Object.keys(responses)).toContain(String(status));
  const types = Object.keys(responses[String(status)]?.content ?? {});
  const type = headers.get('content-type')?.split(';')[0];
  if (types.length > 0) expect(types.map((one) => one.split(';')[0])).toContain(type);
}

test('whatever is asked near the document is answered as the document says, never by a failure', async () => {
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, of] of Object.entries(methods))
      await fc.assert(
        fc.asyncProperty(query(of.parameters, near), near(bodyOf(of)), async (values, body) => {
          // An empty segment, or one of dots, is another path.
          if (/\/(?:\.|%2e)*(?:\/|\?|$)/i.test(address(path, of, values).slice(1))) return;
          expectDocumented(await ask(path, method, of, values, body), of);
        }),
        { numRuns: 40 },
      );
}, 60_000);

test('what fits the document is not refused as a wrong request', async () => {
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, of] of Object.entries(methods)) {
      // Forms are tried in routes/ingest.test.ts.
      if (of.requestBody?.content['multipart/form-data'] !== undefined) continue;
      await fc.assert(
        fc.asyncProperty(query(of.parameters, valid), valid(bodyOf(of)), async (values, body) => {
          const { status } = await ask(path, method, of, values, body);
          expect([200, 204, 404, 409]).toContain(status);
        }),
        { numRuns: 20 },
      );
    }
}, 60_000);

test('other methods at these paths are told which ones there are', async () => {
  const { app } = stores.build();
  for (const [path, methods] of Object.entries(document.paths)) {
    const response = await app.request(path.replace('{id}', 'ffffffff'), { method: 'PATCH' });
    expect(response.status).toBe(405);
    const allowed = response.headers.get('allow')?.split(', ') ?? [];
    expect(allowed).toEqual(
      expect.arrayContaining(Object.keys(methods).map((method) => method.toUpperCase())),
    );
  }
});
