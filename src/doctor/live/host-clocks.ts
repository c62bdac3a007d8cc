import { z } from 'zod';
import type { HostClock } from './live.ts';

const vectorSchema = z.object({
  result: z.array(
    z.object({
      metric: z.record(z.string(), z.string()),
      value: z.tuple([z.number(), z.string()]),
    }),
  ),
});
type Ask = <T>(path: string, schema: z.ZodType<T>) => Promise<T>;

const DIFFERENCE = 'node_time_seconds - timestamp(node_time_seconds)';

/**
 * How far the clock of each host with a node_exporter is off that of Prometheus. The exporter reads its clock at some moment of the
 * scrape: what lies between the start of the scrape, which stamps the sample, and its end is no difference. Each query is about
 * one scrape, as another may come between two.
 */
export async function hostClocks(ask: Ask): Promise<readonly HostClock[]> {
  const vector = async (query: string): Promise<z.infer<typeof vectorSchema>['result']> =>
    (await ask(`query?query=${encodeURIComponent(query)}`, vectorSchema)).result;
  const [sinceStart, sinceEnd] = await Promise.all([
    vector(DIFFERENCE),
    vector(`${DIFFERENCE} - on (job, instance) scrape_duration_seconds`),
  ]);
  return sinceStart.flatMap(({ metric, value }): HostClock[] => {
    const { job = '', instance = '' } = metric;
    const end = sinceEnd.find((one) => one.metric['job'] === job && one.metric['instance'] === instance);
    const [behind, ahead] = [Math.min(Number(value[1]), 0), Math.max(Number(end?.value[1]), 0)];
    const offsetSeconds = behind < 0 ? behind : ahead;
    return Number.isFinite(offsetSeconds) ? [{ job, instance, offsetSeconds }] : [];
  });
}
