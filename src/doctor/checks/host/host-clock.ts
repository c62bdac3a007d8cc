import { defineCheck, type Finding, found, notApplicable, notObservable } from '../../check.ts';
import { placeOfProject } from '../../components/compose/places.ts';
import { staticTargets } from '../../components/prometheus/prometheus-targets.ts';
import type { Evidence } from '../../evidence.ts';
import type { HostClock } from '../../live/live.ts';

/** NTP keeps hosts of one network within milliseconds: what is half a second off is set by nobody. */
const MOST_SECONDS = 0.5;

export const hostClock = defineCheck({
  id: 'host-clock',
  area: 'host',
  severity: 'warning',
  title: 'The clocks of the hosts agree',
  why: `Where the clock of a host runs away, its log lines stand in another order than things happened, tokens are refused as not yet
valid or expired too soon, locks in Redis end early, and "seconds ago" in a dashboard is wrong.`,
  repair:
    'On the host that is off, and on that of Prometheus: timedatectl set-ntp true, or install chrony; then "chronyc tracking" tells how far it still is.',
  fixClass: 'never',
  source:
    'node_exporter, node_time_seconds; timestamp() of PromQL is the start of the scrape: seen with Prometheus 2.42 and exporters of which one is 90 s ahead, one behind, and one slow to answer',
  run: (evidence) => {
    const answers = [...evidence.live.prometheus.values()];
    const seen = answers.flatMap((answer) => (answer.seen ? [answer.value] : []));
    const hasExporter = evidence.project.services.some(
      ({ kind, active }) => kind === 'node-exporter' && active,
    );
    if (answers.length === 0 && !hasExporter) return notApplicable('no service is a node_exporter');
    if (seen.length === 0) return notObservable('no Prometheus told how the clocks of its hosts stand');
    const clocks = seen.flatMap(({ hostClocks = [] }) => hostClocks);
    if (clocks.length === 0)
      return hasExporter
        ? notObservable('Prometheus has no node_time_seconds')
        : notApplicable('Prometheus scrapes no node_exporter');
    return found(
      clocks
        .filter(({ offsetSeconds }) => Math.abs(offsetSeconds) > MOST_SECONDS)
        .map((clock) => findingOf(evidence, clock)),
    );
  },
});

function findingOf({ project }: Evidence, { job, instance, offsetSeconds }: HostClock): Finding {
  const target = staticTargets(project).find((one) => one.job === job && one.target === instance);
  const off = `${Math.abs(offsetSeconds).toFixed(1)} s ${offsetSeconds > 0 ? 'ahead of' : 'behind'}`;
  return {
    message: `The clock of ${instance} is ${off} that of Prometheus: logs, tokens and locks of the two hosts do not agree.`,
    at: target?.at ?? placeOfProject(project),
    evidence: [{ by: 'live', text: `node_time_seconds of ${instance} is ${off} the time of its scrape` }],
  };
}
