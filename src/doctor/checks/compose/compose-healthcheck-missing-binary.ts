import type { Evidence } from '../../evidence.ts';
import { repositoryOf } from '../../../project/service-kind.ts';
import type { Service } from '../../../project/project.ts';
import { defineCheck, type Finding, type Fix, found, notApplicable, type Seen } from '../../check.ts';
import { healthTest } from '../../components/compose/health-checks.ts';
import { type Fetcher, fetchersOf, imageSource } from '../../components/compose/image-contents.ts';
import { specValue, startedServices } from '../../components/compose/spec-value.ts';
import { membersOf } from '../../../project/value-in.ts';

export const composeHealthcheckMissingBinary = defineCheck({
  id: 'compose-healthcheck-missing-binary',
  area: 'compose',
  severity: 'error',
  title: 'A health check uses programs that its image has',
  why: `Slim images have no curl and no wget. A health check that calls one fails every time with "executable file not found", the
container stays unhealthy whatever its program does, and every service that waits for its health never starts.`,
  repair: "Ask with a program that the image has: Python or Node itself, or busybox' wget on Alpine.",
  fixClass: 'safe',
  source:
    'Dockerfiles of docker-library (slim variants), nginxinc/docker-nginx, prometheus/busybox, oliver006/redis_exporter; docker inspect State.Health.Log: "executable file not found in $PATH"',
  // What never runs asks no port.
  supersedes: ['compose-healthcheck-wrong-port'],
  run: (evidence) => {
    // Qdrant's health check has a check of its own.
    const checked = startedServices(evidence.project).filter(
      (service) => service.kind !== 'qdrant' && healthTest(service).state === 'present',
    );
    if (checked.length === 0) return notApplicable('no service has a health check in a compose file');
    return found(checked.flatMap((service) => findingOf(evidence, service)));
  },
});

function findingOf(evidence: Evidence, service: Service): Finding[] {
  const test = healthTest(service);
  if (test.state !== 'present') return [];
  const source = imageSource(evidence.project, service);
  const used = fetchersIn(test.text);
  const there = fetchersOf(source);
  // Of `curl … || wget …` one is enough.
  const lacking = used.length > 0 && there !== undefined && used.every((program) => !there.includes(program));
  const logged = missingByLog(evidence, service);
  if (!lacking && logged === undefined) return [];
  const at = service.placeOf(['healthcheck', 'test']) ?? service.at;
  const program = logged?.program ?? used.join(' and ');
  const base = source.base ?? 'its image';
  const seen: Seen[] = [
    {
      by: 'config',
      text: `the health check of ${service.name} calls ${program}${lacking ? `, ${base} brings none` : ''}`,
      at,
    },
    ...(logged === undefined ? [] : [{ by: 'live', text: logged.text } as const]),
  ];
  const repair = lacking ? anotherWay(evidence, service, there) : undefined;
  return [
    {
      message: `The health check of ${service.name} calls ${program}, which ${base} does not have: it fails whatever the service does.`,
      at,
      evidence: seen,
      ...(repair === undefined ? {} : { repair: repair.words, fix: repair.fix }),
    },
  ];
}

/** curl and wget where a command starts. */
function fetchersIn(text: string): Fetcher[] {
  const starts = text.matchAll(
    /(?:^|[|&;({]|\bthen\b|\bdo\b|\b(?:ba|da)?sh -c\b)\s*["']?(?:\/usr(?:\/local)?)?(?:\/bin\/)?(curl|wget)\b/g,
  );
  return [...new Set([...starts].map((match): Fetcher => (match[1] === 'curl' ? 'curl' : 'wget')))];
}

function missingByLog(
  { live }: Evidence,
  { name }: Service,
): { readonly program: string; readonly text: string } | undefined {
  const containers = live.docker.seen ? live.docker.value.filter(({ service }) => service === name) : [];
  for (const line of containers.flatMap(({ healthLog }) => healthLog)) {
    const program =
      /exec: "([^"]+)": (?:executable file not found|stat )/.exec(line)?.[1] ??
      /(?:sh|ash|bash): (?:\d+: |line \d+: )?([\w./-]+): (?:command )?not found/.exec(line)?.[1];
    if (program !== undefined)
      return { program, text: `its last health check: ${line.split('\n')[0]?.trim() ?? ''}` };
  }
  return undefined;
}

/** The same question by another program, or no check at all where the image has none. */
function anotherWay(
  { project }: Evidence,
  service: Service,
  there: readonly Fetcher[],
): { readonly words: string; readonly fix: Fix } | undefined {
  const test = healthTest(service);
  const url = test.state === 'present' ? /https?:\/\/[^\s"'|;)]+/.exec(test.text)?.[0] : undefined;
  const base =
    repositoryOf(imageSource(project, service).base ?? '')
      .split('/')
      .at(-1) ?? '';
  const { file, path, shared } = service.editOf(['healthcheck', 'test']);
  if (shared === true) return undefined;
  const fixed = (words: string, value: readonly string[]) => ({
    words,
    fix: { class: 'safe', edits: [{ do: 'set-yaml', file, path, value }], restart: [service.name] } as const,
  });
  if (base === 'redis_exporter' && there.length === 0) return withoutCheck({ project, service });
  if (url === undefined || /[$`]/.test(url)) return undefined;
  // busybox' wget tries only the first address of localhost, which may be ::1.
  if (there.includes('wget'))
    return fixed("Ask with busybox' wget.", [
      'CMD',
      'wget',
      '-qO',
      '/dev/null',
      url.replace('//localhost', '//127.0.0.1'),
    ]);
  if (there.includes('curl')) return fixed('Ask with curl.', ['CMD', 'curl', '-fsS', '-o', '/dev/null', url]);
  if (base === 'python')
    return fixed('Ask with Python, which the image has.', [
      'CMD',
      'python',
      '-c',
      `import urllib.request as r; r.urlopen('${url}', timeout=5)`,
    ]);
  if (base === 'node')
    return fixed('Ask with Node, which the image has.', [
      'CMD',
      'node',
      '-e',
      `fetch('${url}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`,
    ]);
  return undefined;
}

/** The image is the exporter and nothing else: Prometheus' `up` tells of it. Kept where somebody waits for it. */
function withoutCheck({
  project,
  service,
}: {
  readonly project: Evidence['project'];
  readonly service: Service;
}) {
  const awaited = project.services.some(
    (other) => membersOf(specValue(other, ['depends_on', service.name]))['condition'] === 'service_healthy',
  );
  const { file, path, shared } = service.editOf(['healthcheck']);
  if (awaited || shared === true) return undefined;
  return {
    words:
      "Delete the health check: the image holds nothing but the exporter, and Prometheus' up tells of it.",
    fix: { class: 'safe', edits: [{ do: 'remove-yaml', file, path }], restart: [service.name] } as const,
  };
}
