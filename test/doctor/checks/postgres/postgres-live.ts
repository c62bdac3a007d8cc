import type { LiveEvidence } from '../../../../src/doctor/live/live.ts';

/** A server `db` that answers with these settings, in the units of pg_settings. */
export function postgresLive(settings: Readonly<Record<string, string>>): Pick<LiveEvidence, 'postgres'> {
  const rows = Object.entries(settings).map(
    ([name, value]) => [name, { value, unit: '', source: 'default', pendingRestart: false }] as const,
  );
  const value = { version: 16, settings: new Map(rows), fileErrors: [], connections: 3 };
  return { postgres: new Map([['db', { seen: true, value }]]) };
}
