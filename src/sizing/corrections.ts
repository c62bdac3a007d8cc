/** A value of the product's notes that is wrong, or means nothing to the real program, and what is used instead. */
export interface Correction {
  /** Of the setting that stands in its place; undefined where nothing does. */
  readonly setting: string | undefined;
  /** As the notes have it: `REDIS_MAXMEMORY=512mb`. */
  readonly asked: string;
  readonly used: string;
  readonly why: string;
  readonly source: string;
}
