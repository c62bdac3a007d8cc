import { duration } from '../../../lib/format.ts';
import type { ConfigFile, Mount, Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, HEALTHY, notApplicable, notObservable } from '../../check.ts';
import { containerOfService } from '../../components/compose/container-of-service.ts';
import { fileMountOf, folderMountEdits } from '../../components/compose/folder-mount.ts';
import { yamlPlaces } from '../../components/compose/yaml-places.ts';
import { type StaticTarget, staticTargets } from '../../components/prometheus/prometheus-targets.ts';
import type { Evidence } from '../../evidence.ts';
import type { PrometheusLive } from '../../live/live.ts';

/** It tells the time of its last load in whole seconds, by the clock of where it runs: that of Docker Desktop is another machine. */
const SAME_TIME_MS = 5000;

export const promConfigNotReloaded = defineCheck({
  id: 'prom-config-not-reloaded',
  area: 'prometheus',
  severity: 'warning',
  title: 'Prometheus runs with the configuration that its files hold',
  why: `Prometheus reads its configuration and rules when it starts and when it is told to reload, at no other time. A file that is
mounted by itself is worse: most editors, git and sed -i replace a file instead of writing into it, and the container keeps the old one,
which every reload then reads again.`,
  repair: 'Restart Prometheus, and mount the folder of its configuration instead of the single file.',
  fixClass: 'confirm',
  source:
    'Prometheus HTTP API, status/runtimeinfo (lastConfigTime, reloadConfigSuccess) and status/config, seen with 3.5.0 and 2.42.0; Docker documentation, bind mounts; moby/moby#15793',
  run: (evidence) => {
    const { project, live } = evidence;
    const services = project.services.filter((service) =>
      project.configs.some((config) => config.kind === 'prometheus' && config.service === service.name),
    );
    if (services.length === 0) return notApplicable('no service has a prometheus.yml of the project');
    const findings = services.flatMap((service) => findingOf(evidence, service) ?? []);
    if (findings.length > 0) return found(findings);
    const told = services.every(({ name }) => {
      const answer = live.prometheus.get(name);
      return answer?.seen === true && answer.value.lastReloadAt !== undefined;
    });
    return told ? HEALTHY : notObservable('Prometheus did not tell when it read its configuration');
  },
});

function findingOf(evidence: Evidence, service: Service): Finding | undefined {
  const { project } = evidence;
  const answer = evidence.live.prometheus.get(service.name);
  const config = project.configs.find(
    ({ kind, service: owner }) => kind === 'prometheus' && owner === service.name,
  );
  if (answer?.seen !== true || answer.value.lastReloadAt === undefined || config === undefined)
    return undefined;
  const since = answer.value.lastReloadAt;
  // What is no YAML is told by the check of its text.
  if (answer.value.lastReloadSuccessful === false)
    return yamlPlaces(config).error === undefined ? refused(service, config, since) : undefined;
  const files = [config, ...rulesOf(project, service)];
  const late = files.filter((file) => lateBy(project, file, since) > 0);
  // It takes up by itself what has changed, and passes over a file that was only touched.
  if (late.length > 0 && !reloadsItself(service)) return changedSince(project, service, late, since);
  const mount = config.target === undefined ? undefined : fileMountOf(service, config.target);
  const unknown = unloadedTarget(evidence, service, config, answer.value);
  return mount === undefined || unknown === undefined ? undefined : replaced(service, mount, unknown);
}

function reloadsItself({ command }: Service): boolean {
  return /--enable-feature[= ]\S*auto-reload-config/.test(command.join(' '));
}

function rulesOf({ configs }: Project, { name }: Service): readonly ConfigFile[] {
  return configs.filter(({ kind, service }) => kind === 'prometheus-rules' && service === name);
}

/** How long after the last load a file was written, in ms; 0 where it was before. */
function lateBy(project: Project, { file }: ConfigFile, since: Date): number {
  const written = project.modifiedAt(file)?.getTime() ?? 0;
  const late = written - since.getTime();
  return late > SAME_TIME_MS ? late : 0;
}

function refused({ name }: Service, { file, target = '' }: ConfigFile, since: Date): Finding {
  return {
    message: `${name} did not take ${file} at its last reload, and goes on with what it read at ${timeOf(since)}.`,
    at: { file, line: 1, column: 1 },
    evidence: [{ by: 'live', text: `${name}: reloadConfigSuccess is false` }],
    repair: `Let promtool check config say which line it is (docker compose exec ${name} promtool check config ${target}), correct it, then restart ${name}.`,
  };
}

function changedSince(
  project: Project,
  { name }: Service,
  late: readonly ConfigFile[],
  since: Date,
): Finding | undefined {
  const [first, ...rest] = late.map(({ file }) => ({ file, line: 1, column: 1 }));
  const [config] = late;
  if (first === undefined || config === undefined) return undefined;
  const by = duration(lateBy(project, config, since) / 1000);
  return {
    message: `${first.file} was written ${by} after ${name} last read it: what has changed in it is not in force.`,
    at: first,
    related: rest,
    evidence: [
      {
        by: 'config',
        text: `${late.map(({ file }) => file).join(', ')}: written after ${timeOf(since)}`,
        at: first,
      },
      { by: 'live', text: `${name} read its configuration last at ${timeOf(since)}` },
    ],
    repair:
      config.builtIn !== undefined
        ? `docker compose up -d --build ${name}: the file is part of its image.`
        : `docker compose restart ${name}. A reload is enough only where the file was not replaced by another, or its folder is mounted.`,
  };
}

/**
 * A target of the file that a reload after its last change did not bring. Only of what runs in this project's own container, and
 * knows some of the file: another instance has a configuration of its own, and so has one whose start makes another file of it.
 */
function unloadedTarget(
  { project, live }: Evidence,
  service: Service,
  { file, target: mounted }: ConfigFile,
  { loadedJobs = [] }: PrometheusLive,
): StaticTarget | undefined {
  const named = /--config\.file[= ]([^\s"';&|]+)/.exec(
    [...service.entrypoint, ...service.command].join(' '),
  )?.[1];
  const own = containerOfService(live, service)?.running === true && (named ?? mounted) === mounted;
  const loaded = new Set(
    loadedJobs.flatMap(({ job, targets }) => targets.map((target) => `${job} ${target}`)),
  );
  const written = staticTargets(project).filter((target) => target.file === file);
  const unknown = written.filter(({ job, target }) => !loaded.has(`${job} ${target}`));
  return own && unknown.length < written.length ? unknown[0] : undefined;
}

function replaced(service: Service, mount: Mount, { job, target, at }: StaticTarget): Finding {
  const { name } = service;
  const edits = folderMountEdits(service, mount);
  return {
    message: `${name} knows no target ${target} of ${at.file}, however often it reloads: its container holds the file that was replaced.`,
    at,
    related: [mount.at],
    evidence: [
      { by: 'config', text: `job ${job} has the target ${target}; ${at.file} is mounted by itself`, at },
      { by: 'live', text: `${name}: status/config has no ${target} in the job ${job}` },
    ],
    ...(edits.length === 0 ? {} : { fix: { class: 'confirm', edits, restart: [name] } }),
  };
}

function timeOf(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
