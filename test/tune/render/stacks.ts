import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { PostgresMajor } from '../../../src/facts/postgres-major.ts';
import type { Quantization } from '../../../src/sizing/inputs.ts';
import type { Plan } from '../../../src/sizing/plan.ts';
import { renderStack } from '../../../src/tune/render/render-stack.ts';
import { SECRETS, type SecretName } from '../../../src/tune/render/secrets.ts';
import type { RenderedFiles } from '../../../src/tune/render/target.ts';
import { count, planFor } from '../../sizing/sizing-inputs.ts';

/** Users, CVs, host, number of hosts, major of PostgreSQL. Every tier, bounds of tiers, one and several hosts. */
const WISHES: readonly (readonly [number, number, string, number, PostgresMajor])[] = [
  [10, 100, '4x16', 1, 17],
  [20, 1000, '2x4', 1, 15],
  [50, 5000, '2x4', 1, 18],
  [100, 5000, '2x8', 1, 16],
  [100, 25_000, '4x16', 1, 15],
  [101, 30_000, '4x16', 1, 17],
  [200, 10_000, '4x16', 1, 18],
  [200, 40_000, '8x32', 1, 15],
  [201, 60_000, '8x32', 1, 16],
  [500, 20_000, '16x64', 1, 15],
  [500, 100_000, '8x32', 1, 17],
  [500, 250_000, '8x64', 1, 15],
  [501, 100_000, '16x64', 1, 18],
  [750, 150_000, '16x64', 1, 15],
  [1000, 200_000, '32x128', 1, 17],
  [700, 1_000_000, '32x128', 2, 15],
  [1000, 500_000, '16x64', 3, 16],
  [1000, 200_000, '8x32', 3, 15],
  [2000, 400_000, '16x64', 4, 18],
  [5000, 1_000_000, '16x64', 6, 15],
  [14_000, 2_000_000, '48x192', 12, 17],
];

export const secrets: Readonly<Record<SecretName, string>> = {
  POSTGRES_PASSWORD: 'superuser-password_1',
  DATABASE_PASSWORD: 'database-password_2',
  REPLICATION_PASSWORD: 'replication-password_3',
  EXPORTER_PASSWORD: 'exporter-password_4',
  REDIS_PASSWORD: 'redis-password_5',
  QDRANT_API_KEY: 'qdrant-key_6-0123456789',
  CVX_API_KEY: 'cvx-key_7-0123456789',
};
export const SECRET_NAMES = Object.keys(SECRETS);

export interface Stack {
  readonly name: string;
  readonly plan: Plan;
  readonly files: RenderedFiles;
  readonly hosts: readonly HostFiles[];
}

/** The files of one host, by their names there. */
export interface HostFiles {
  readonly name: string;
  readonly role: string;
  readonly text: (file: string) => string;
  readonly files: readonly string[];
  readonly compose: ComposeFile;
}

const service = z.looseObject({
  image: z.string(),
  command: z.array(z.string()).optional(),
  entrypoint: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).optional(),
  volumes: z.array(z.string()).default([]),
  extra_hosts: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  deploy: z.looseObject({
    replicas: z.number().optional(),
    resources: z.object({ limits: z.object({ cpus: z.string(), memory: z.string() }) }),
  }),
});
const composeSchema = z.looseObject({
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.looseObject({}).nullable()),
  volumes: z.record(z.string(), z.looseObject({})).default({}),
});
export type ComposeFile = z.infer<typeof composeSchema>;
export type ComposeService = z.infer<typeof service>;

/** Addresses of the hosts of a plan. */
export function addressesOf(plan: Plan): ReadonlyMap<string, string> {
  return new Map(plan.hosts.map(({ name }, n) => [name, `10.0.0.${n + 1}`]));
}

export function stackFor(
  [users, cvs, host, hosts, postgres]: (typeof WISHES)[number],
  quantization: Quantization | 'auto' = 'auto',
): Stack {
  const plan = planFor(users, host, { cvs: count(cvs), hosts: count(hosts), postgres, quantization });
  const files = renderStack(plan, { secrets, addresses: addressesOf(plan) });
  return {
    name: `${users} users, ${cvs} CVs, ${hosts} × ${host}, PostgreSQL ${postgres}`,
    plan,
    files,
    hosts: plan.hosts.map(({ name, role }) => {
      const folder = plan.hosts.length === 1 ? '' : `${name}/`;
      const text = (file: string): string => {
        const found = files.get(`${folder}${file}`);
        if (found === undefined) throw new Error(`${name} has no ${file}`);
        return found.text;
      };
      return {
        name,
        role,
        text,
        files: [...files.keys()]
          .filter((path) => path.startsWith(folder))
          .map((path) => path.slice(folder.length)),
        compose: composeSchema.parse(parse(text('compose.yaml'), { merge: true })),
      };
    }),
  };
}

/** Every stack of the list, or those of one major of PostgreSQL. */
export function allStacks(major?: PostgresMajor): readonly Stack[] {
  return WISHES.filter(([, , , , postgres]) => major === undefined || postgres === major).map((wish) =>
    stackFor(wish),
  );
}

/** Texts that differ, each with the stack that it is of first: what two stacks say alike is tried once. */
export function distinct(
  stacks: readonly Stack[],
  file: string,
): readonly { stack: Stack; host: HostFiles; text: string }[] {
  const seen = new Map<string, { stack: Stack; host: HostFiles; text: string }>();
  for (const stack of stacks)
    for (const host of stack.hosts) {
      if (!host.files.includes(file)) continue;
      const text = host.text(file);
      if (!seen.has(text)) seen.set(text, { stack, host, text });
    }
  return [...seen.values()];
}

/** Writes the files of a stack below a folder. */
export async function writeStack(folder: string, files: RenderedFiles): Promise<void> {
  for (const [path, { text, mode }] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text, { mode });
  }
}
