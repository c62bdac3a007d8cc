import type { CandidateId, DocumentId } from '../domain/document.ts';
import type { IngestOneDeps } from '../ingest/ingest-one.ts';
import type { IngestJob } from '../ingest/ingest.ts';
import { compareHashes, compareWithStore } from '../ingest/known.ts';
import type { FileReport } from '../ingest/report.ts';
import { settleFile, type SettleFileDeps } from '../ingest/settle-file.ts';
import { PermanentError } from '../lib/errors.ts';
import type { StagedFile, Staging } from '../stores/staging.ts';
import type { PrivateFiles } from './private-files.ts';

export interface SettleDeps extends SettleFileDeps {
  readonly staging: Staging;
  readonly files: PrivateFiles;
}

/**
 * One job to its file's outcome, which is stored before the bytes are given up. The same job again changes nothing, also
 * where the first delivery ended in the middle: a document that is stored is only indexed. Rejects where a store fails or
 * `signal` aborts, and with PermanentError where neither bytes nor an outcome are there.
 */
export async function settleJob(deps: SettleDeps, job: IngestJob, signal: AbortSignal): Promise<FileReport> {
  if (job.shared === true) {
    const { store, parser } = deps.one;
    const [comparison] = await compareWithStore(store, [job.path], parser.maxBytes, false);
    return settleFile(deps, comparison, { path: job.path, readFrom: job.path }, signal);
  }
  for (let report: FileReport | undefined; ;) {
    const staged = await deps.staging.get(job.path, { signal });
    if (staged === undefined) return report ?? settledBefore(deps, job);
    report = await settleStaged(deps, staged, signal);
    // Bytes that were staged under the path meanwhile found this job, so they are part of it.
    if (await deps.staging.remove(staged.path, staged.hash)) return report;
  }
}

async function settleStaged(
  deps: SettleDeps,
  { path, hash, bytes }: StagedFile,
  signal: AbortSignal,
): Promise<FileReport> {
  const [comparison] = await compareHashes(deps.one.store, new Map([[path, hash]]), false);
  return deps.files.with(bytes, path, (readFrom) => settleFile(deps, comparison, { path, readFrom }, signal));
}

/** The bytes of a job that was delivered again are gone, since its outcome was stored. */
async function settledBefore({ one }: SettleDeps, { path, hash }: IngestJob): Promise<FileReport> {
  const [file] = await one.store.files([path]);
  if (file === undefined)
    throw new PermanentError('CVX_STAGED_GONE', `The bytes of ${path} wait no longer`, {
      hint: 'Run cvx ingest --queue for it again.',
    });
  if (file.document === hash) return { path, outcome: 'unchanged', ...(await ownerOf(one, hash)) };
  return { path, outcome: file.outcome, ...(file.reason === undefined ? {} : { reason: file.reason }) };
}

async function ownerOf(
  { store }: IngestOneDeps,
  hash: DocumentId | undefined,
): Promise<{ readonly id?: CandidateId }> {
  if (hash === undefined) return {};
  const id = (await store.owners([hash])).get(hash);
  return id === undefined ? {} : { id };
}
