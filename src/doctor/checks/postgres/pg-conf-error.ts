import type { Place, Service } from '../../../project/project.ts';
import {
  defineCheck,
  type Finding,
  found,
  HEALTHY,
  type LogPattern,
  notApplicable,
  notObservable,
  type Seen,
} from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { isLineOf } from '../../logs/lines-of.ts';

const unknown: LogPattern = {
  name: 'unknown',
  literal: 'unrecognized configuration parameter',
  pattern:
    /(?<error>unrecognized configuration parameter "[^"]*") in file "(?<file>[^"]+)" line (?<line>\d+)/,
};
const syntax: LogPattern = {
  name: 'syntax',
  literal: 'syntax error in file "',
  pattern: /(?<error>syntax error) in file "(?<file>[^"]+)" line (?<line>\d+)/,
};
const refused: LogPattern = {
  name: 'refused',
  literal: '" contains errors',
  pattern: /configuration file "(?<file>[^"]+)" contains errors/,
};

export const pgConfError = defineCheck({
  id: 'pg-conf-error',
  area: 'postgres',
  severity: 'error',
  title: 'PostgreSQL can take every line of its configuration files',
  why: `One line that PostgreSQL does not understand stops the next start. A running server refuses the whole file on reload and goes on with
the old values: every later change of the file, a right one too, has no effect.`,
  repair: 'Correct or delete the line, then reload: SELECT pg_reload_conf().',
  fixClass: 'never',
  source:
    'PostgreSQL manual, pg_file_settings; lines of log and rows seen with 15.18: "no changes were applied" after one unknown parameter',
  logs: [unknown, syntax, refused],
  run: (evidence) => {
    const servers = startedServices(evidence.project).filter(({ kind }) => kind === 'postgres');
    if (servers.length === 0) return notApplicable('no service is PostgreSQL');
    const findings = servers.flatMap((service) => findingsOf(evidence, service, servers.length === 1));
    if (findings.length > 0) return found(findings);
    const dark = servers.find((service) => !isKnown(evidence, service));
    return dark === undefined ? HEALTHY : notObservable(`${dark.name}: ${whyUnknown(evidence, dark)}`);
  },
});

interface Fault {
  readonly file: string;
  readonly line: number | undefined;
  readonly error: string;
  readonly by: 'live' | 'log';
}

function findingsOf(evidence: Evidence, service: Service, alone: boolean): readonly Finding[] {
  return faultsOf(evidence, service, alone).map((fault) => {
    const at = placeOf(evidence, service, fault);
    const where = fault.line === undefined ? fault.file : `line ${fault.line} of ${fault.file}`;
    const seen: Seen = {
      by: fault.by,
      text: `${fault.by === 'live' ? 'pg_file_settings' : 'the log'} of ${service.name}: ${fault.error}`,
    };
    return {
      message: `${service.name} cannot take ${where}: ${fault.error}.`,
      at,
      evidence: [seen],
    };
  });
}

/** What the server says now; its log where it was not asked, since that may be of a file that was corrected. */
function faultsOf({ live, logs }: Evidence, service: Service, alone: boolean): readonly Fault[] {
  const answer = live.postgres.get(service.name);
  if (answer?.seen === true && answer.value.fileErrorsUnseen === undefined)
    return answer.value.fileErrors.map((fault) => ({ ...fault, by: 'live' }));
  const summaries = [unknown, syntax, refused].map(({ name }) => logs.summary('pg-conf-error', name));
  const faults = summaries.flatMap(({ samples }) =>
    samples
      .filter((match) => isLineOf(match, service, alone))
      .map(({ groups: { file = '', line, error = 'the file contains errors' } }): Fault => {
        return { file, line: line === undefined ? undefined : Number(line), error, by: 'log' };
      }),
  );
  const distinct = [
    ...new Map(faults.map((fault) => [`${fault.file}:${fault.line}:${fault.error}`, fault])).values(),
  ];
  const exact = new Set(distinct.flatMap(({ file, line }) => (line === undefined ? [] : [file])));
  // The line that sums up follows the one that says what is wrong.
  return distinct.filter(({ file, line }) => line !== undefined || !exact.has(file));
}

/** The line in the project, where the file is mounted from it. */
function placeOf({ project }: Evidence, service: Service, { file, line }: Fault): Place {
  const conf = project.configs.find((one) => one.service === service.name && one.target === file);
  return conf === undefined ? service.at : { file: conf.file, line: line ?? 1, column: 1 };
}

function isKnown({ live, logs }: Evidence, { name }: Service): boolean {
  const answer = live.postgres.get(name);
  return (answer?.seen === true && answer.value.fileErrorsUnseen === undefined) || logs.observed(name).seen;
}

function whyUnknown({ live }: Evidence, { name }: Service): string {
  const answer = live.postgres.get(name);
  if (answer === undefined) return 'it was not asked, and there is no log of it';
  return answer.seen ? (answer.value.fileErrorsUnseen ?? '') : answer.why;
}
