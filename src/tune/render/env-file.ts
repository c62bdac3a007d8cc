import { type Plan, type PlannedHost, settingsIn } from '../../sizing/plan.ts';
import { packageVersion } from '../../lib/package-version.ts';
import { edited, type OwnEdit } from './edited.ts';
import { addressVariable } from './layout.ts';
import { SECRETS } from './secrets.ts';
import type { RenderOptions } from './target.ts';
import { readTemplate } from './templates.ts';

/** Variables of the template that no setting of a plan gives. */
const FIXED = ['CVX_IMAGE', 'HTTP_ADDRESS', 'HTTP_PORT'] as const;
/** For people and their programs; no service reads it. */
const FOR_PEOPLE = 'CVX_API_KEY';

/** `.env` beside that compose file: what it refers to, and nothing else. */
export function envFile(plan: Plan, host: PlannedHost, compose: string, options: RenderOptions): string {
  const template = readTemplate('stack.env');
  const read = new Set([...compose.matchAll(/\$\{([A-Z][A-Z0-9_]*)/g)].map(([, name = '']) => name));
  const values = valuesOf(plan, options);
  const listed = [...template.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(([, name = '']) => name);
  const edits = listed.map((key): OwnEdit => {
    if (!read.has(key) && key !== FOR_PEOPLE) return { do: 'remove-env', key };
    const value = values.get(key);
    if (value === undefined) throw new Error(`Nothing gives ${key} a value`);
    return { do: 'set-env', key, value };
  });
  const hosts = plan.hosts.filter(({ name }) => read.has(addressVariable(name)));
  return edited('.env', template, [
    ...edits,
    ...(read.has('HOST_ADDRESS')
      ? [
          {
            do: 'set-env',
            key: 'HOST_ADDRESS',
            value: options.addresses?.get(host.name) ?? '',
            comment: `\nAddress by which the other hosts reach this one, ${host.name}; nothing is open on any other. (compose.yaml)`,
          } as const,
        ]
      : []),
    ...hosts.map(({ name }): OwnEdit => ({
      do: 'set-env',
      key: addressVariable(name),
      value: options.addresses?.get(name) ?? '',
      comment: `\nAddress by which the other hosts reach ${name}. (compose.yaml)`,
    })),
  ]);
}

function valuesOf(plan: Plan, options: RenderOptions): ReadonlyMap<string, string> {
  const { secrets, image = `cvx:${packageVersion()}` } = options;
  const template = readTemplate('stack.env');
  const shipped = FIXED.map((key) => [key, new RegExp(`^${key}=(.*)$`, 'm').exec(template)?.[1] ?? '']);
  const settings = settingsIn(plan, 'env').map(
    ({ target, written }) => [target.key, String(written)] as const,
  );
  return new Map<string, string>([
    ...shipped.map(([key = '', value = '']) => [key, value] as const),
    ['CVX_IMAGE', image],
    ...settings,
    ...SECRET_NAMES.map((name) => [name, checked(name, secrets[name])] as const),
  ]);
}

const SECRET_NAMES = Object.keys(SECRETS).filter((name): name is keyof typeof SECRETS => name in SECRETS);

/** They stand in URLs, in a configuration read from standard input and in .env, and nowhere quoted. */
function checked(name: string, secret: string): string {
  if (!/^[A-Za-z0-9_-]{16,}$/.test(secret))
    throw new Error(`${name} must have 16 or more letters, digits, _ and - only`);
  return secret;
}
