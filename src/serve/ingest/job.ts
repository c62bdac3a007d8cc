import { z } from '@hono/zod-openapi';
import { OUTCOMES } from '../../domain/outcome.ts';
import type { FileReport } from '../../ingest/report.ts';

export const jobFileSchema = z.strictObject({
  name: z.string().openapi({ description: 'As it was uploaded, without folders.' }),
  path: z.string().openapi({ description: 'Under which it is listed among the files of a person.' }),
  state: z.enum(['waiting', 'done', 'failed']).openapi({
    description: '`done`: it has its outcome. `failed`: a fault of the server; sending it again helps.',
  }),
  outcome: z.enum(OUTCOMES).optional(),
  reason: z.string().optional(),
  id: z.uuid().optional().openapi({ description: 'The person.' }),
});

export const jobSchema = z
  .strictObject({
    id: z.uuid(),
    state: z.enum(['running', 'done']),
    files: z.array(jobFileSchema),
  })
  .openapi('IngestJob');

export type JobFile = Readonly<z.infer<typeof jobFileSchema>>;

/** One upload and what became of its files. */
export type Job = Readonly<z.infer<typeof jobSchema>>;

/** Of whatever is kept of its files. */
export function jobOf(id: string, kept: readonly { readonly file: JobFile }[]): Job {
  const files = kept.map(({ file }) => file);
  const state = files.every((file) => file.state !== 'waiting') ? 'done' : 'running';
  return { id, state, files };
}

/** What a file that has its outcome says of it. */
export function endOf({ outcome, reason, id }: Pick<FileReport, 'outcome' | 'reason' | 'id'>) {
  return { state: 'done', outcome, ...(reason && { reason }), ...(id && { id }) } as const;
}
