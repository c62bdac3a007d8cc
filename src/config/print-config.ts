import type { Session } from '../command.ts';
import { table } from '../lib/table.ts';
import { toJson } from '../lib/terminal-text.ts';
import { shownValue } from './load.ts';
import { SETTINGS } from './settings.ts';

/** `cvx config`: each setting, its value (secrets masked) and its origin. */
export async function printConfig({ io, globals, config }: Session): Promise<void> {
  const loaded = await config();
  const rows = SETTINGS.map(({ key, env }) => ({
    key,
    env,
    value: shownValue(key, loaded.config),
    origin: loaded.origins.get(key),
  }));
  if (globals.json) {
    const settings = rows.map(({ value, origin, ...row }) => ({
      ...row,
      value: value ?? null,
      origin: origin ?? null,
    }));
    io.stdout.write(toJson({ schema: 1, settings }, 2));
    return;
  }
  const { dim, bold } = io.stdout.style;
  const lines = table(
    rows,
    [
      { title: 'Setting', value: ({ key }) => key, style: bold },
      { title: 'Value', value: ({ value }) => value ?? '-', min: 20 },
      { title: 'From', value: ({ origin }) => origin ?? 'not set', min: 16, style: dim },
      { title: 'Variable', value: ({ env }) => env, style: dim },
    ],
    // A value that is cut helps nobody who pipes it on.
    { width: io.stdout.isTTY ? io.stdout.columns : Infinity, head: dim },
  );
  io.stdout.write(`${lines.join('\n')}\n`);
}
