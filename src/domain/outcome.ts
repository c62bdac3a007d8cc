/**
 * What became of one file. A closed list: scripts branch on it, so a new way to fail is a new member here,
 * in the README's table and in the CLI's summary, never a free text.
 */
export const OUTCOMES = [
  'indexed',
  'unchanged',
  'duplicate',
  'partial',
  'needs-ocr',
  'encrypted',
  'corrupt',
  'too-large',
  'bomb',
  'timeout',
  'unsupported',
  'no-text',
  'unreadable',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** Outcomes after which the file's whole text is searchable; every other one makes `cvx ingest` exit 1. */
export const COMPLETE_OUTCOMES: ReadonlySet<Outcome> = new Set(['indexed', 'unchanged', 'duplicate']);

/** Outcomes of a file whose document the store has: it is somebody's. */
export const STORED_OUTCOMES: ReadonlySet<Outcome> = new Set([...COMPLETE_OUTCOMES, 'partial']);

/** Outcomes of a document that could not be read at all. */
export type ReadFailure = Exclude<Outcome, 'indexed' | 'unchanged' | 'duplicate' | 'partial'>;
