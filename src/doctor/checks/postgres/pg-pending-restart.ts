import type { Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, HEALTHY, notApplicable, notObservable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { postgresSettings } from '../../components/postgres/postgres-settings.ts';
import { startedServices } from '../../components/compose/spec-value.ts';

export const pgPendingRestart = defineCheck({
  id: 'pg-pending-restart',
  area: 'postgres',
  severity: 'warning',
  title: 'PostgreSQL runs with what its files say',
  why: `Memory, connections and a few more are taken at the start alone. A reload reads the new value and keeps the old one: the file says
200 connections, and the server refuses the 101st.`,
  repair: 'Restart it when its clients can do without it for a moment: docker compose restart NAME.',
  fixClass: 'never',
  source: 'PostgreSQL manual, pg_settings.pending_restart; seen with 15.18 after a reload',
  run: (evidence) => {
    const servers = startedServices(evidence.project).filter(({ kind }) => kind === 'postgres');
    if (servers.length === 0) return notApplicable('no service is PostgreSQL');
    const findings = servers.flatMap((service) => findingOf(evidence, service) ?? []);
    if (findings.length > 0) return found(findings);
    const dark = servers.find(({ name }) => evidence.live.postgres.get(name)?.seen !== true);
    if (dark === undefined) return HEALTHY;
    const answer = evidence.live.postgres.get(dark.name);
    return notObservable(answer?.seen === false ? answer.why : `${dark.name} was not asked`);
  },
});

function findingOf({ project, live }: Evidence, service: Service): Finding | undefined {
  const answer = live.postgres.get(service.name);
  if (answer?.seen !== true) return undefined;
  const waiting = [...answer.value.settings].filter(([, { pendingRestart }]) => pendingRestart);
  if (waiting.length === 0) return undefined;
  const names = waiting.map(([name]) => name);
  const written = postgresSettings(project, service);
  const places = names.flatMap((name) => written.get(name)?.at ?? []);
  const [at = service.at, ...related] = places;
  return {
    message: `${service.name} has yet to be restarted for ${names.join(', ')}: it runs with the values from before.`,
    at,
    related,
    evidence: [
      {
        by: 'live',
        text: `pending_restart: ${waiting.map(([name, { value, unit }]) => `${name} is still ${value}${unit}`).join(', ')}`,
      },
      ...names.flatMap((name) => {
        const setting = written.get(name);
        return setting === undefined
          ? []
          : [{ by: 'config' as const, text: `${name} = ${setting.value}`, at: setting.at }];
      }),
    ],
    repair: `docker compose restart ${service.name}, when its clients can do without it for a moment.`,
  };
}
