import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import type { YamlPath } from '../../../edits/edit.ts';
import { oncePer } from '../../../lib/once-per.ts';
import type { ConfigFile, Place, Project } from '../../../project/project.ts';

/** One `host:port` of a `static_configs` list, where it is written. */
export interface StaticTarget {
  readonly job: string;
  readonly target: string;
  readonly host: string;
  /** 80 where none is written, as Prometheus takes it for http. */
  readonly port: number;
  /** As configured for the job, else globally, in Prometheus' own notation: `15s`. */
  readonly interval: string | undefined;
  readonly metricsPath: string;
  /** The job sends its targets to an exporter as a parameter (`__address__` is replaced): nobody connects to the target itself. */
  readonly relayed: boolean;
  readonly at: Place;
  readonly file: string;
  readonly path: YamlPath;
  /** Targets of the whole job, this one included. */
  readonly ofJob: number;
}

/** Every static target of every prometheus.yml of the project. What is no YAML has none: the file's problem is told elsewhere. */
export const staticTargets = oncePer(({ configs }: Project): readonly StaticTarget[] =>
  configs.filter(({ kind }) => kind === 'prometheus').flatMap(targetsOf),
);

function targetsOf({ file, text }: ConfigFile): StaticTarget[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent' });
  const jobs = document.get('scrape_configs');
  if (!isSeq(jobs)) return [];
  const globally = textAt(document.getIn(['global', 'scrape_interval']));
  return jobs.items.flatMap((job, jobIndex) => {
    if (!isMap(job)) return [];
    const configs = job.get('static_configs');
    const lists = isSeq(configs) ? configs.items : [];
    const found = lists.flatMap((list, listIndex) => {
      const targets = isMap(list) ? list.get('targets') : undefined;
      return (isSeq(targets) ? targets.items : []).flatMap((item, index) => {
        if (!isScalar(item) || typeof item.value !== 'string') return [];
        const { line, col } = lines.linePos(item.range?.[0] ?? 0);
        const path = ['scrape_configs', jobIndex, 'static_configs', listIndex, 'targets', index];
        return [{ target: item.value, path, at: { file, line, column: col } }];
      });
    });
    const shared = { ...jobSettings(job, globally), file, ofJob: found.length };
    return found.map((one) => ({ ...one, ...splitTarget(one.target), ...shared }));
  });
}

function jobSettings(job: YAMLMap, globally: string | undefined) {
  const relabel = job.get('relabel_configs');
  const rules = isSeq(relabel) ? relabel.items : [];
  return {
    job: textAt(job.get('job_name')) ?? '',
    interval: textAt(job.get('scrape_interval')) ?? globally,
    metricsPath: textAt(job.get('metrics_path')) ?? '/metrics',
    relayed: rules.some((rule) => isMap(rule) && rule.get('target_label') === '__address__'),
  };
}

function textAt(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** `redis:6379`, `[::1]:6379`, `redis`. */
function splitTarget(target: string): { host: string; port: number } {
  const match = /^(?:\w+:\/\/)?(\[[^\]]+\]|[^:/]+)(?::(\d+))?/.exec(target);
  return { host: match?.[1] ?? target, port: Number(match?.[2] ?? 80) };
}
