import type { YamlValue } from '../../../edits/edit.ts';
import type { Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import {
  fittingHealthcheck,
  healthTest,
  redisAsksPassword,
  SWALLOWED,
} from '../../components/compose/health-checks.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { writtenItems, writtenValue } from '../../components/compose/written-value.ts';
import { membersOf } from '../../../project/value-in.ts';

export const healthcheckProvesNothing = defineCheck({
  id: 'healthcheck-proves-nothing',
  area: 'compose',
  severity: 'warning',
  title: 'A health check can fail',
  why: `A health check that succeeds whatever happens ("|| exit 0", curl without -f, redis-cli ping that is refused) shows a dead service
as healthy: nothing restarts it, nothing waits for it, and everybody looks elsewhere.`,
  repair: 'Let the check end with a code other than 0 where the service does not answer as it should.',
  fixClass: 'confirm',
  source:
    'redis-cli 7.0.15, run: "redis-cli ping" prints NOAUTH and exits with 0; curl(1), -f: without it a server error exits with 0; Docker HEALTHCHECK: 0 is healthy',
  run: ({ project }) => {
    const checked = startedServices(project).filter((service) => healthTest(service).state === 'present');
    if (checked.length === 0) return notApplicable('no service has a health check in a compose file');
    return found(checked.flatMap((service) => findingOf(project, service)));
  },
});

const ALWAYS = /^\s*(?:(?:\/bin\/)?true|:|exit 0|echo\b[^|&;]*|sleep\b[^|&;]*)\s*$/;

function findingOf(project: Project, service: Service): Finding[] {
  const test = healthTest(service);
  if (test.state !== 'present') return [];
  const { text } = test;
  const whole = fitting(project, service);
  if (test.shell && SWALLOWED.test(text))
    return [finding(project, service, 'succeeds after every failure', (line) => line.replace(SWALLOWED, ''))];
  if (ALWAYS.test(text))
    return [finding(project, service, `is "${text.trim()}", which always succeeds`, () => whole)];
  if (isBlindCurl(text))
    return [
      finding(project, service, 'calls curl without -f: an answer of 500 counts as healthy', (line) =>
        line.replace(/\bcurl\b/, 'curl -f'),
      ),
    ];
  if (service.kind === 'redis' && isRefusedPing(project, service, text))
    return [
      finding(
        project,
        service,
        'pings without the password, Redis refuses it, and redis-cli exits with 0',
        () => whole,
      ),
    ];
  return [];
}

/** Its answer is neither turned into a code nor looked at. */
function isBlindCurl(text: string): boolean {
  const curl = /(?:^|[&;(]\s*|\/)curl\s([^|]*)/.exec(text)?.[1];
  if (curl === undefined || /\|\s*\w/.test(text.replaceAll('||', ''))) return false;
  return (
    !/(?:^|\s)(?:-[a-zA-Z]*f[a-zA-Z]*|--fail(?:-with-body|-early)?)(?:\s|$)/.test(curl) &&
    !/[$`]\(?|\[/.test(text.slice(0, text.indexOf('curl')))
  );
}

function isRefusedPing(project: Project, service: Service, text: string): boolean {
  const plain =
    /^\s*(?:\/\S*\/)?redis-cli\b(?!.*(?:\s-[ae]\b|--pass|--user|--askpass|\|))[^&;]*\bping\s*$/i.test(text);
  return (
    plain &&
    redisAsksPassword(project, service) &&
    !service.environment.some(({ key }) => key === 'REDISCLI_AUTH')
  );
}

function fitting(project: Project, service: Service): YamlValue | undefined {
  return membersOf(fittingHealthcheck(project, service))['test'];
}

type Rewrite = (line: string) => YamlValue | undefined;

function finding(project: Project, service: Service, what: string, rewrite: Rewrite): Finding {
  const at = service.placeOf(['healthcheck', 'test']) ?? service.at;
  const { file, path, shared } = service.editOf(['healthcheck', 'test']);
  const value = shared === true ? undefined : rewritten(writtenValue(project, { file, path }), rewrite);
  return {
    message: `The health check of ${service.name} ${what}.`,
    at,
    evidence: [{ by: 'config', text: `the health check of ${service.name} ${what}`, at }],
    ...(value === undefined
      ? {}
      : {
          fix: { class: 'confirm', edits: [{ do: 'set-yaml', file, path, value }], restart: [service.name] },
        }),
  };
}

/** Of a list the line that a shell runs, or the words of the program, as written. */
function rewritten(written: unknown, rewrite: Rewrite): YamlValue | undefined {
  if (typeof written === 'string') return rewrite(written);
  const [how, ...words] = writtenItems(written) ?? [];
  if (how === undefined) return undefined;
  const line = rewrite(words.join(' '));
  if (typeof line !== 'string') return line;
  if (how === 'CMD-SHELL') return [how, line];
  const [program = '', ...rest] = words;
  return line === `${program} -f ${rest.join(' ')}` ? [how, program, '-f', ...rest] : undefined;
}
