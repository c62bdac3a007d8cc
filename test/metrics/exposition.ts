/** One line of the text format: `name{labels}` and its value. */
export interface Sample {
  readonly name: string;
  readonly labels: string;
  readonly value: number;
}

/** The samples of a scrape. */
export function samplesOf(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const found = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line);
    return found === null ? [] : [{ name: found[1]!, labels: found[2] ?? '', value: Number(found[3]) }];
  });
}

/** Value of one series; undefined where it is not served. `labels` as they are written. */
export function valueOf(text: string, name: string, labels = ''): number | undefined {
  return samplesOf(text).find((sample) => sample.name === name && sample.labels === labels)?.value;
}

/** Series of counters and histograms, by name and labels: none of them may ever fall. */
export function countersOf(text: string): Map<string, number> {
  const counted = new Set(
    [...text.matchAll(/^# TYPE (\w+) (?:counter|histogram)$/gm)].map((found) => found[1]!),
  );
  return new Map(
    samplesOf(text)
      .filter(({ name }) => counted.has(name) || counted.has(name.replace(/_(?:bucket|sum|count)$/, '')))
      .map(({ name, labels, value }) => [`${name}{${labels}}`, value]),
  );
}

/** Names under which something is served, as the text declares them. */
export function declaredNames(text: string): string[] {
  return [...declaredTypes(text).keys()];
}

/** The same with their types. */
export function declaredTypes(text: string): Map<string, string> {
  return new Map([...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map((found) => [found[1]!, found[2]!]));
}
