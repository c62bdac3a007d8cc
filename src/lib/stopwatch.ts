/** Times the parts of one piece of work. */
export interface Stopwatch<Part extends string> {
  /** What each part that has ended took, in ms. */
  readonly times: Partial<Record<Part, number>>;
  /** Runs `work` as a part; one that rejects is not told. */
  readonly time: <T>(part: Part, work: () => Promise<T>) => Promise<T>;
}

export function stopwatch<Part extends string>(): Stopwatch<Part> {
  const times: Partial<Record<Part, number>> = {};
  return {
    times,
    time: async (part, work) => {
      const started = performance.now();
      const result = await work();
      times[part] = performance.now() - started;
      return result;
    },
  };
}
