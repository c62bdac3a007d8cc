import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import type { Config } from '../../config/schema.ts';
import { codeOf, CvxError } from '../../lib/errors.ts';
import { ROLES, type Caller, type Role } from './caller.ts';

/** A key as it is kept: whose it is, and the sha256 of its text. */
export interface StoredKey extends Caller {
  readonly hash: Buffer;
}

/** Names appear in logs and metrics: short, and nothing that a log line could break on. */
export const KEY_NAME = /^[A-Za-z0-9][\w.@-]{0,63}$/;

const roleSchema = z.enum(ROLES);
const HASH = /^[0-9a-f]{64}$/;

export function keyFileOf(config: Config): string {
  return config.api_keys_file ?? join(config.home, 'api-keys');
}

/**
 * sha256 of a key. A slow hash guards secrets that can be guessed; these keys are 256 random bits, which nobody guesses at any
 * speed, and a slow one would let strangers burn this machine's time (NIST SP 800-63B section 5.1.2.2 asks for salt and key
 * derivation only where a look-up secret has fewer than 112 bits).
 */
export function hashKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/**
 * Lines of `name role sha256`; `#` begins a comment. None where there is no file.
 * @throws CvxError CVX_API_KEYS_INVALID that names file and line, also where others may write to the file.
 */
export async function readKeyFile(file: string): Promise<readonly StoredKey[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
    const { mode } = await stat(file);
    // Whoever can write to it can make themselves admin. Windows has no such bits.
    if (process.platform !== 'win32' && (mode & 0o022) !== 0)
      throw invalid(file, 'other users may write to it', `Take that from them: chmod go-w ${file}`);
  } catch (error) {
    if (error instanceof CvxError) throw error;
    const code = codeOf(error) ?? 'unknown error';
    if (code === 'ENOENT') return [];
    throw invalid(file, `it cannot be read (${code})`, 'CVX_API_KEYS_FILE names the file.');
  }
  const keys = text.split('\n').flatMap((line, i) => readLine(line, `${file}:${i + 1}`));
  const twice = keys.find(({ name }, i) => keys.findIndex((key) => key.name === name) !== i);
  if (twice !== undefined) throw invalid(file, `two keys are named ${twice.name}`, 'Remove one of them.');
  return keys;
}

function readLine(line: string, place: string): StoredKey[] {
  const [name, role, hash, ...rest] = line.replace(/#.*/, '').trim().split(/\s+/);
  if (name === undefined || name === '') return [];
  const known = roleSchema.safeParse(role);
  if (!KEY_NAME.test(name) || !known.success || !HASH.test(hash ?? '') || rest.length > 0)
    throw invalid(
      place,
      `a line is "name role sha256", the role one of ${ROLES.join(', ')}`,
      'New keys are made by: cvx serve --new-key NAME --role ROLE',
    );
  return [{ name, role: known.data, hash: Buffer.from(hash ?? '', 'hex') }];
}

/** Makes a key and stores its hash; the key itself is in the answer and nowhere else. */
export async function addKey(file: string, name: string, role: Role): Promise<string> {
  if (!KEY_NAME.test(name))
    throw new CvxError('CVX_USAGE', 'A name of a key has letters, digits and . _ @ - only, 64 at most.');
  const known = await readKeyFile(file);
  if (known.some((key) => key.name === name))
    throw new CvxError('CVX_API_KEY_EXISTS', `There is a key named ${name} already.`, {
      hint: `To replace it, remove its line from ${file} first.`,
    });
  const before = known.length === 0 ? '' : await readFile(file, 'utf8');
  const key = `cvx_${randomBytes(32).toString('base64url')}`;
  const line = `${name} ${role} ${hashKey(key).toString('hex')}\n`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await replaceFile(file, `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${line}`);
  return key;
}

/** Whole or not at all, for its owner only. */
async function replaceFile(file: string, text: string): Promise<void> {
  const written = `${file}.${randomUUID()}`;
  try {
    await writeFile(written, text, { mode: 0o600, flag: 'wx' });
    await rename(written, file);
  } finally {
    await rm(written, { force: true });
  }
}

function invalid(place: string, what: string, hint: string): CvxError {
  return new CvxError('CVX_API_KEYS_INVALID', `${place}: ${what}.`, { hint });
}
