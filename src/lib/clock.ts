/** Milliseconds on a clock that never runs backwards. Injected, so that tests need not wait. */
export type Clock = () => number;

export const monotonic: Clock = () => performance.now();
