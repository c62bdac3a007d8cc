import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileChange } from '../edits/apply-edits.ts';
import { applyEdits } from '../edits/apply-edits.ts';
import type { Edit } from '../edits/edit.ts';
import { readEnv } from '../edits/env/statements.ts';
import { backupFile, sha256 } from '../edits/transaction/manifest.ts';
import { findTarget } from '../edits/transaction/target.ts';
import { listTransactions } from '../edits/transaction/undo-transaction.ts';
import { hasCode } from '../lib/errors.ts';
import type { Plan } from '../sizing/plan.ts';
import { mergeText } from './merge-text.ts';
import { IGNORE_FILE, withIgnored } from './render/ignore-file.ts';
import { renderStack } from './render/render-stack.ts';
import type { RenderedFile } from './render/target.ts';
import { secretsFrom } from './secrets.ts';

/** What a stack of cvx's own becomes. */
export interface StackFiles {
  readonly changes: readonly FileChange[];
  /** Every file of the stack, changed or not. */
  readonly files: readonly string[];
  /** Files whose own changes could not be kept, since the plan changes the same lines. */
  readonly overwritten: readonly string[];
  /** Files of an earlier plan that this one does not have: they stay, and nothing reads them. */
  readonly left: readonly string[];
}

/**
 * The rendered stack as changes of what is in the folder. Secrets stay; what a person has changed since cvx wrote a file stays
 * too, as long as it is not on the lines that the plan changes.
 */
export async function stackFiles(root: string, plan: Plan): Promise<StackFiles> {
  const exists = await stat(root).then(
    () => true,
    () => false,
  );
  const written = await lastWritten(root);
  const envs = await envTexts(root, [...hostFiles(plan), ...written.keys()].filter(isEnv));
  const rendered = renderStack(plan, { secrets: secretsFrom(envs) });
  const changes: FileChange[] = [];
  const overwritten: string[] = [];
  for (const [file, wanted] of rendered) {
    const before = exists ? (await findTarget(root, file)).bytes?.toString() : undefined;
    const { text, kept } = merged(file, before, written.get(file), wanted);
    if (!kept) overwritten.push(file);
    if (text !== before) changes.push({ file, before, after: text, mode: wanted.mode });
  }
  const files = [...rendered.keys()];
  return { changes, files, overwritten, left: [...written.keys()].filter((file) => !rendered.has(file)) };
}

function merged(
  file: string,
  before: string | undefined,
  base: string | undefined,
  { text }: RenderedFile,
): { readonly text: string; readonly kept: boolean } {
  if (before === undefined || before === text) return { text, kept: true };
  // Whatever became of it since cvx wrote it is a person's decision.
  if (file === IGNORE_FILE) return { text: base === undefined ? withIgnored(before) : before, kept: true };
  const both = base === undefined ? undefined : mergeText(base, before, text);
  if (both !== undefined) return { text: both, kept: true };
  // Further variables are a person's own even where nothing tells what cvx wrote.
  if (isEnv(file)) return { text: withVariables(file, before, text), kept: true };
  return { text, kept: false };
}

/** The present text with every variable of the new one set in it. */
function withVariables(file: string, before: string, text: string): string {
  const edits = readEnv(text).statements.map(({ key, value }): Edit => ({ do: 'set-env', file, key, value }));
  return applyEdits(new Map([[file, before]]), edits).changes[0]?.after ?? before;
}

function isEnv(file: string): boolean {
  return file === '.env' || file.endsWith('/.env');
}

/** All hosts share the secrets, and keep them where their number changes. */
function hostFiles({ hosts }: Plan): readonly string[] {
  return ['.env', ...hosts.map(({ name }) => `${name}/.env`)];
}

async function envTexts(root: string, files: readonly string[]): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const file of new Set(files)) {
    const text = await readFile(join(root, file), 'utf8').catch((error: unknown) => {
      if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
      throw error;
    });
    if (text !== undefined) texts.push(text);
  }
  return texts;
}

/** How its transactions are named. */
export const COMMAND = 'cvx tune';

/**
 * What cvx tune itself made of each file last, without the changes of people: what it wrote first, and each later run's own
 * change of it. Told from the records of its runs, which hold both sides of every write.
 */
async function lastWritten(root: string): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const past = await listTransactions(root);
  for (const { manifest, undone } of past.toReversed()) {
    if (undone || manifest.command !== COMMAND || manifest.undoes !== undefined) continue;
    for (const [index, { file, before, after }] of manifest.files.entries()) {
      const wrote = await backup(root, manifest.id, { index, which: 'after', hash: after });
      if (wrote === undefined) continue;
      const found = await backup(root, manifest.id, { index, which: 'before', hash: before });
      const own = texts.get(file);
      const change = own === undefined || found === undefined ? undefined : mergeText(found, own, wrote);
      texts.set(file, change ?? wrote);
    }
  }
  return texts;
}

interface Backup {
  readonly index: number;
  readonly which: 'before' | 'after';
  readonly hash: string | null;
}

async function backup(root: string, id: string, { index, which, hash }: Backup): Promise<string | undefined> {
  if (hash === null) return undefined;
  const bytes = await readFile(backupFile(root, id, index, which)).catch(() => undefined);
  return bytes !== undefined && sha256(bytes) === hash ? bytes.toString() : undefined;
}
