import { expect } from 'vitest';
import { declaredTypes, samplesOf } from '../metrics/exposition.ts';
import { type Prometheus, runPrometheus, type Scraper } from './run-prometheus.ts';

/**
 * Lets a real Prometheus scrape what is served there, and holds what its API then knows against the text: every name with its
 * type, every series, and no complaint in its log. `more` asks it further questions.
 */
export async function expectScraped(
  url: string,
  program: Prometheus,
  more: (prometheus: Scraper) => Promise<void>,
): Promise<void> {
  const path = '/api/metrics';
  const prometheus = await runPrometheus(new URL(url).host, path, program);
  try {
    const isUp = async (): Promise<number[]> =>
      (await prometheus.query('up{job="cvx"}')).map(({ value }) => value);
    await expect.poll(isUp, { timeout: 30_000 }).toEqual([1]);
    const text = await (await fetch(url + path, { headers: { connection: 'close' } })).text();
    // Names may have come since the scrape that was seen; none goes.
    const types = (): Promise<Record<string, string>> => prometheus.types().then(Object.fromEntries);
    await expect.poll(types, { timeout: 30_000 }).toMatchObject(Object.fromEntries(declaredTypes(text)));
    const served = new Set(samplesOf(text).map(({ name }) => name));
    await expect
      .poll(() => prometheus.names(), { timeout: 30_000 })
      .toEqual(expect.arrayContaining([...served]));
    await more(prometheus);
    expect(await prometheus.lastError()).toBe('');
    expect(prometheus.warnings()).toEqual([]);
  } finally {
    await prometheus.stop();
  }
}
