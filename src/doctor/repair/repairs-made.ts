import { listTransactions } from '../../edits/transaction/undo-transaction.ts';

const REASON = 'cvx doctor --fix: ';

/** What a transaction of the doctor is called in `cvx undo --list`, and how a later run knows which checks it was for. */
export function repairReason(ids: readonly string[]): string {
  return `${REASON}${[...new Set(ids)].join(', ')}`;
}

/**
 * When each check's finding was last repaired in this project and not taken back. What a log said before that moment it said of
 * files that are no more.
 */
export async function repairsMade(root: string): Promise<ReadonlyMap<string, Date>> {
  const past = await listTransactions(root);
  const made = past
    .filter(({ undone }) => !undone)
    .map(({ manifest }) => manifest)
    .filter(({ command, undoes }) => undoes === undefined && command.startsWith(REASON));
  // The last one of a check wins.
  return new Map(
    made.toReversed().flatMap(({ command, time }) =>
      command
        .slice(REASON.length)
        .split(', ')
        .map((id) => [id, new Date(time)] as const),
    ),
  );
}
