import { z } from 'zod';
import { compact, readFacts, type Table, text } from './source.ts';

const FILE = z.object({
  rules: z.array(
    z.object({
      alert: text,
      for_requirement: text.optional(),
      exporter: text,
      expr: text,
      for: text,
      metrics: z.array(text),
      note: text.optional(),
      verified: text,
    }),
  ),
  wrong_names_people_write: z.array(z.object({ wrong: text, right: text })),
  catalogue: z.record(text, z.union([z.array(text), z.record(text, text)])),
});

export function metricTables(facts: string): Table[] {
  const { rules, wrong_names_people_write: wrong, catalogue } = readFacts(facts, 'metrics.json', FILE);
  return [
    {
      file: 'metric-names',
      from: 'metrics',
      type: ['AlertRuleFact', 'ExporterMetrics', 'WrongMetricName'],
      tables: [
        {
          name: 'EXPORTER_METRICS',
          shape: 'ExporterMetrics',
          rows: Object.entries(catalogue)
            .filter(([name]) => !name.includes('_only_on_'))
            .map(([name, metrics]) => ({
              exporter: name.replace(/_(?=\d|defaults).*/, '').replaceAll('_', '-'),
              version: /\d[\d.]*/.exec(name)?.[0] ?? '',
              metrics: Array.isArray(metrics) ? metrics : Object.keys(metrics),
            })),
        },
        { name: 'WRONG_METRIC_NAMES', shape: 'WrongMetricName', rows: wrong },
        {
          name: 'ALERT_RULES',
          shape: 'AlertRuleFact',
          rows: rules.map(({ for_requirement: requirement, ...rule }) => ({
            alert: rule.alert,
            exporter: rule.exporter,
            expr: rule.expr,
            for: rule.for,
            metrics: rule.metrics,
            ...compact({ requirement, note: rule.note }),
            verified: rule.verified,
          })),
        },
      ],
    },
  ];
}
