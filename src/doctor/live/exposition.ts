/** One line of a scrape. */
export interface Sample {
  readonly name: string;
  readonly labelled: boolean;
  readonly value: number;
}

const STRING = String.raw`"(?:[^"\\]|\\.)*"`;
const NAME = '[A-Za-z_:][A-Za-z0-9_:]*';
const LABEL = String.raw`(?:[A-Za-z_][A-Za-z0-9_]*|${STRING})\s*=\s*${STRING}\s*`;
/** A name that is quoted because it holds other characters stands first among the labels (Prometheus 3). */
const LABELS = String.raw`\{\s*(?:${STRING}\s*(?:,\s*|(?=\})))?(?:${LABEL}(?:,\s*|(?=\})))*\}`;
const VALUE = String.raw`[+-]?(?:Inf(?:inity)?|NaN|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)`;
/** An exemplar of OpenMetrics, `# {trace_id="…"} 0.5 1700000000.1`. */
const EXEMPLAR = String.raw`(?:\s+#\s+${LABELS}\s+${VALUE}(?:\s+${VALUE})?)?`;
const SAMPLE = new RegExp(
  String.raw`^(${NAME})?(?:\s*(${LABELS}))?\s+(${VALUE})(?:\s+-?\d+(?:\.\d+)?)?${EXEMPLAR}\s*$`,
  'i',
);
/** Longer lines are no metrics: a label is a name, not a text. */
const MAX_LINE = 16_384;

/**
 * The samples of a text in Prometheus' exposition format 0.0.4 or in OpenMetrics; undefined where the text is none, or holds no
 * sample. https://prometheus.io/docs/instrumenting/exposition_formats/, https://prometheus.io/docs/specs/om/open_metrics_spec/
 *
 * @param cut whether the text ends in the middle of a line
 */
export function readExposition(text: string, cut = false): readonly Sample[] | undefined {
  const lines = text.split(/\r?\n/);
  if (cut) lines.pop();
  const samples: Sample[] = [];
  for (const line of lines) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const match = line.length > MAX_LINE ? null : SAMPLE.exec(line);
    const [, name, labels, value = ''] = match ?? [];
    const quoted = new RegExp(String.raw`^\{\s*(${STRING})\s*[,}]`).exec(labels ?? '')?.[1];
    if (match === null || (name === undefined) === (quoted === undefined)) return undefined;
    const inner = (labels ?? '').slice(1, -1).replace(quoted ?? '', '');
    samples.push({
      name: name ?? quoted?.slice(1, -1) ?? '',
      labelled: inner.replaceAll(/[\s,]/g, '') !== '',
      value: numberOf(value),
    });
  }
  return samples.length === 0 ? undefined : samples;
}

function numberOf(text: string): number {
  if (/inf/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return Number(text);
}
