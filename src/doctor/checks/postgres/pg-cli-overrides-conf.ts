import { readPostgresConf } from '../../../edits/conf/postgres.ts';
import type { ConfigFile, Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { placeInText } from '../../place-in-text.ts';
import {
  loadedConfs,
  postgresNumber,
  type PostgresSetting,
  postgresSettings,
} from '../../components/postgres/postgres-settings.ts';
import { startedServices } from '../../components/compose/spec-value.ts';

export const pgCliOverridesConf = defineCheck({
  id: 'pg-cli-overrides-conf',
  area: 'postgres',
  severity: 'warning',
  title: 'Each parameter of PostgreSQL is set in one place',
  why: `What stands on the command line beats every file and ALTER SYSTEM. Whoever changes the line in postgresql.conf and reloads sees
no error and no effect.`,
  repair: 'Keep one place: delete the line of the file, or the option of the command.',
  fixClass: 'confirm',
  source:
    'PostgreSQL manual 20.1.4 (options of the command line override); pg_settings.source "command line" seen with 15.18',
  run: (evidence) => {
    const servers = startedServices(evidence.project).filter(({ kind }) => kind === 'postgres');
    const read = servers.flatMap((service) =>
      loadedConfs(evidence.project, service).map((conf) => ({ service, conf })),
    );
    if (read.length === 0) return notApplicable('no PostgreSQL reads a configuration file of the project');
    return found(read.flatMap(({ service, conf }) => findingsOf(evidence, service, conf)));
  },
});

function findingsOf(evidence: Evidence, service: Service, conf: ConfigFile): readonly Finding[] {
  const { project } = evidence;
  const settings = postgresSettings(project, service);
  const lines = new Map(readPostgresConf(conf.text).map((line) => [line.key, line]));
  return [...lines.values()].flatMap(({ key, value, valueStart }) => {
    const winner = settings.get(key);
    if (winner?.from !== 'command' || isSame(key, value, winner.value)) return [];
    return [findingOf(evidence, service, { conf, winner, value, offset: valueStart })];
  });
}

function isSame(name: string, a: string, b: string): boolean {
  const [x, y] = [postgresNumber(name, a), postgresNumber(name, b)];
  return plain(a) === plain(b) || (x !== undefined && x === y);
}

/** The words of a Boolean are one value each (manual 19.1.1). */
function plain(value: string): string {
  const word = value.toLowerCase();
  if (/^(?:on|true|yes)$/.test(word)) return 'on';
  return /^(?:off|false|no)$/.test(word) ? 'off' : word;
}

interface Overridden {
  readonly conf: ConfigFile;
  readonly winner: PostgresSetting;
  readonly value: string;
  readonly offset: number;
}

function findingOf(
  { project, live }: Evidence,
  service: Service,
  { conf, winner, value, offset }: Overridden,
): Finding {
  const at = placeInText(conf.file, conf.text, offset);
  const answer = live.postgres.get(service.name);
  const running = answer?.seen === true ? answer.value.settings.get(winner.name) : undefined;
  return {
    message: `${winner.name} = ${value} has no effect in ${service.name}: its command sets ${winner.value}.`,
    at,
    related: [winner.at],
    evidence: [
      {
        by: 'config',
        text: `the command sets ${winner.name} to ${winner.value}, the file to ${value}`,
        at: winner.at,
      },
      ...(running?.source === 'command line'
        ? [{ by: 'live' as const, text: `pg_settings: ${winner.name} is of the command line` }]
        : []),
    ],
    repair: `Delete the line of ${conf.file}: what runs stays as it is. Or delete the option, if the file is right.`,
    ...(isShared(project, conf)
      ? {}
      : {
          fix: {
            class: 'confirm',
            edits: [{ do: 'remove-conf', syntax: 'postgres', file: conf.file, key: winner.name }],
          },
        }),
  };
}

/** Another server may need the line. */
function isShared({ configs }: Project, { file, service }: ConfigFile): boolean {
  return configs.some((one) => one.file === file && one.service !== service);
}
