import { cp } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createFixture, type FsFixture } from 'fs-fixture';
import { runCvx } from '../../cli/run-cvx.ts';

const FILES = fileURLToPath(new URL('../../fixtures/stacks/three-faults', import.meta.url));

/** The faults that started cvx, and where each would be mended by hand. */
export const FAULTS = {
  'backend-fallback-client': 'backend/app/qdrant_utils.py',
  'backend-metrics-missing': 'monitoring/prometheus.yml',
  'redis-http-probe': 'monitoring/prometheus.yml',
} as const;
/** The two that change the application, which plain `--fix` does not. */
export const ALLOWED = ['--allow', 'backend-fallback-client,backend-metrics-missing'] as const;

export const ATTACK_LINE = 'Possible SECURITY ATTACK detected';
export const FALLBACK_LINE = 'Event loop running, using fallback client';

/** The stack in a folder of its own, as somebody wrote it. */
export async function threeFaults(): Promise<FsFixture> {
  const fixture = await createFixture({});
  await cp(FILES, fixture.path, { recursive: true });
  return fixture;
}

interface Said {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly confidence: string;
  readonly message: string;
  readonly evidence: readonly { readonly by: string }[];
}

export interface DoctorSaid {
  readonly code: number | undefined;
  readonly findings: readonly Said[];
  readonly repaired: readonly { readonly id: string; readonly outcome: string; readonly why: string }[];
  readonly stderr: string;
}

/** `cvx doctor --json` in a folder. */
export async function doctor(root: string, ...args: readonly string[]): Promise<DoctorSaid> {
  const { stdout, stderr, code } = await runCvx(['doctor', '--json', ...args], { cwd: root });
  if (stdout === '') throw new Error(`cvx doctor said nothing and exited ${code}: ${stderr}`);
  return { ...JSON.parse(stdout), stderr, code };
}

/** What was found of the three faults, as `id file:line`. */
export function faultsIn({ findings }: DoctorSaid): string[] {
  return findings
    .filter(({ id }) => id in FAULTS)
    .map(({ id, file, line }) => `${id} ${file}:${line}`)
    .sort();
}

/** Takes back change after change until none is left; how many there were. */
export async function undoEverything(root: string): Promise<number> {
  for (let undone = 0; ; undone += 1) {
    const { code, stdout, stderr } = await runCvx(['undo'], { cwd: root });
    if (code !== 0) throw new Error(`cvx undo: ${stderr}`);
    if (!stdout.startsWith('Took back')) return undone;
  }
}

/** Asks until the answer is good. Throws the last reason when it never was. */
export async function until<T>(what: string, ask: () => Promise<T | undefined>, ms = 60_000): Promise<T> {
  const limit = Date.now() + ms;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > limit) throw new Error(`${what}: not within ${ms / 1000} s`, { cause: last });
    await sleep(200);
  }
}

export interface Target {
  readonly job: string;
  readonly health: string;
  readonly lastError: string;
  readonly lastScrape: number;
}

/** What Prometheus says of its targets now. */
export async function targetsOf(prometheus: string): Promise<Target[]> {
  const answer = await fetch(`http://${prometheus}/api/v1/targets`);
  const { data } = (await answer.json()) as {
    data: {
      activeTargets: { labels: { job: string }; health: string; lastError: string; lastScrape: string }[];
    };
  };
  return data.activeTargets.map(({ labels, health, lastError, lastScrape }) => ({
    job: labels.job,
    health,
    lastError,
    lastScrape: Date.parse(lastScrape),
  }));
}

/** The collection that the backend searches, with a few people in it. */
export async function fillQdrant(address: string): Promise<void> {
  const collection = `http://${address}/collections/candidates`;
  const headers = { 'content-type': 'application/json' };
  const put = async (url: string, body: unknown): Promise<void> => {
    const answer = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  };
  await put(collection, { vectors: { size: 16, distance: 'Cosine' } });
  const points = Array.from({ length: 8 }, (_, i) => ({
    id: i + 1,
    vector: Array.from({ length: 16 }, (_value, j) => ((i * 7 + j * 3) % 5) + (i === j ? 4 : 0)),
  }));
  await put(`${collection}/points?wait=true`, { points });
}

/** Whom the backend finds; throws where it fails. */
export async function search(backend: string, words: string): Promise<number[]> {
  const answer = await fetch(`http://${backend}/api/search?q=${encodeURIComponent(words)}&limit=3`);
  if (!answer.ok) throw new Error(`search: ${answer.status} ${await answer.text()}`);
  const hits = (await answer.json()) as { readonly id: number }[];
  // Equals in score come in any order.
  return hits.map(({ id }) => id).toSorted((a, b) => a - b);
}
