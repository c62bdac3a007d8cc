import { randomBytes } from 'node:crypto';
import { readEnv } from '../edits/env/statements.ts';
import { type SecretName, SECRETS } from './render/secrets.ts';

/** 192 bits: out of reach of guessing, and 32 characters. */
const SECRET_BYTES = 24;

/**
 * The secrets of a stack: those that its `.env` files hold already, and new ones for the rest. Without characters that a URL or
 * a shell takes for its own (base64url), since they stand in `DATABASE_URL`.
 */
export function secretsFrom(envTexts: readonly string[]): Readonly<Record<SecretName, string>> {
  const kept = new Map(
    envTexts
      .toReversed()
      .flatMap((text) => readEnv(text).statements)
      .filter(({ value }) => value !== '')
      .map(({ key, value }) => [key, value]),
  );
  return named(SECRETS, (name) => kept.get(name) ?? newSecret());
}

function named<Name extends string>(
  names: Readonly<Record<Name, string>>,
  value: (name: Name) => string,
): Record<Name, string> {
  const values: Record<Name, string> = { ...names };
  for (const name in names) values[name] = value(name);
  return values;
}

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}
