import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { serviceOfHost } from '../../components/compose/service-of-host.ts';
import type { ConfigFile, Project } from '../../../project/project.ts';

export const promAlertmanagerMissing = defineCheck({
  id: 'prom-alertmanager-missing',
  area: 'prometheus',
  severity: 'warning',
  title: 'The Alertmanager that Prometheus sends alerts to exists',
  why: `Prometheus sends its alerts to an Alertmanager that is no service of this stack: every alert that fires is dropped, with one line in
its log.`,
  repair:
    'Add the alertmanager service, or name the one that exists; take the target away if nobody is to be told.',
  fixClass: 'never',
  source: 'Prometheus configuration, alerting.alertmanagers; docs of prom/alertmanager (port 9093)',
  run: ({ project }) => {
    const configs = project.configs.filter(({ kind }) => kind === 'prometheus');
    if (configs.length === 0) return notApplicable('there is no prometheus.yml');
    const targets = configs.flatMap(alertTargets);
    if (targets.length === 0) return notApplicable('no Alertmanager is named');
    const missing = targets.filter(
      ({ host }) => isInside(host) && serviceOfHost(project, host) === undefined,
    );
    return found(missing.map((target) => findingOf(project, target)));
  },
});

interface AlertTarget {
  readonly host: string;
  readonly target: string;
  readonly at: Finding['at'];
}

function alertTargets({ file, text }: ConfigFile): AlertTarget[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent' });
  const managers = document.getIn(['alerting', 'alertmanagers']);
  return itemsIn(managers)
    .flatMap((manager) => itemsIn(isMap(manager) ? manager.get('static_configs') : undefined))
    .flatMap((list) => itemsIn(isMap(list) ? list.get('targets') : undefined))
    .flatMap((item) => {
      if (!isScalar(item) || typeof item.value !== 'string') return [];
      const { line, col } = lines.linePos(item.range?.[0] ?? 0);
      return [{ host: item.value.replace(/:\d+$/, ''), target: item.value, at: { file, line, column: col } }];
    });
}

function itemsIn(node: unknown): readonly unknown[] {
  return isSeq(node) ? node.items : [];
}

/** A name without a dot can only be a service; what has one, or is an address, may be elsewhere. */
function isInside(host: string): boolean {
  return /^[a-z0-9_-]+$/i.test(host) && host !== 'localhost';
}

function findingOf(project: Project, { host, target, at }: AlertTarget): Finding {
  const names = project.services.filter(({ kind }) => kind === 'alertmanager').map(({ name }) => name);
  return {
    message: `Prometheus sends its alerts to ${target}, and there is no service ${host}: nobody is told.`,
    at,
    evidence: [
      { by: 'config', text: `alerting names ${target}; no service of ${project.name} has that name`, at },
    ],
    ...(names.length === 0 ? {} : { repair: `Name ${names.join(' or ')} instead.` }),
  };
}
