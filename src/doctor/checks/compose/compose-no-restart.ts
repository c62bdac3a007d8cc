import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { endsByItself } from '../../components/compose/ends-by-itself.ts';
import { specValue, startedServices } from '../../components/compose/spec-value.ts';
import type { Project, Service } from '../../../project/project.ts';
import { membersOf } from '../../../project/value-in.ts';

export const composeNoRestart = defineCheck({
  id: 'compose-no-restart',
  area: 'compose',
  severity: 'warning',
  title: 'Long-running services start again after a crash and after a reboot',
  why: `Without "restart", a container that ends stays down: after a crash, after the kernel killed it for memory, and after the
machine was rebooted. A stack that ran for months is then half there, and nothing says so.`,
  repair: 'Add "restart: unless-stopped". A service that is meant to end says so with restart: "no".',
  fixClass: 'safe',
  source:
    'Compose file reference, services.restart: the default "no" does not restart a container under any circumstances; deploy.restart_policy takes its place',
  run: ({ project }) => {
    const services = startedServices(project);
    if (services.length === 0) return notApplicable('there is no service');
    return found(
      services
        .filter(
          (service) => !decides(service) && !endsByItself(project, service) && !isTemplate(project, service),
        )
        .map(findingOf),
    );
  },
});

/** `restart: "no"` is a decision too. */
function decides({ spec }: Service): boolean {
  const deploy = spec['deploy'];
  const policy = typeof deploy === 'object' && deploy !== null && 'restart_policy' in deploy;
  return policy || spec['restart'] !== undefined;
}

/** `base: &base` without a start of its own is there for others to take over: nobody means it to run. */
function isTemplate(project: Project, service: Service): boolean {
  const { name, entrypoint, command, ports, spec } = service;
  return (
    service.editOf(['restart']).shared === true &&
    entrypoint.length + command.length + ports.length === 0 &&
    ['healthcheck', 'expose', 'container_name', 'depends_on'].every((key) => spec[key] === undefined) &&
    !project.services.some((other) => Object.hasOwn(membersOf(specValue(other, ['depends_on'])), name))
  );
}

function findingOf(service: Service): Finding {
  return {
    message: `${service.name} stays down after a crash or a reboot: it has no restart policy.`,
    at: service.at,
    evidence: [
      { by: 'config', text: `${service.name} has neither restart nor deploy.restart_policy`, at: service.at },
    ],
    fix: {
      class: 'safe',
      edits: [{ do: 'set-yaml', ...service.editOf(['restart']), value: 'unless-stopped' }],
      restart: [service.name],
    },
  };
}
