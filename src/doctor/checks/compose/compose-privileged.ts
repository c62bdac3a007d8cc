import { repositoryOf } from '../../../project/service-kind.ts';
import { defineCheck, found, notApplicable } from '../../check.ts';
import { startedServices } from '../../components/compose/spec-value.ts';

/** Programs that ask for it in their own manuals: containers inside containers, and measuring or changing the host. */
const TOOLS =
  /(?:^|\/)(?:cadvisor|docker|dind|buildkit|buildx|k3s|kind|minikube|act_runner|gitlab-runner|sysbox|falco(?:-no-driver)?|sysdig|netdata|home-assistant|homeassistant|binfmt|tonistiigi\/binfmt|scrutiny|smartctl[-_]exporter|nvidia[\w-]*|beyla|parca-agent)$/;

export const composePrivileged = defineCheck({
  id: 'compose-privileged',
  area: 'compose',
  severity: 'error',
  title: 'No application runs privileged',
  why: `A privileged container has every capability, every device of the host and no seccomp or AppArmor profile: it can mount the host's
disk. A fault in the application then gives away the machine, and no limit of the stack holds against it.`,
  repair:
    'Delete "privileged: true"; give the one capability ("cap_add") or device ("devices") that the program needs, if it needs any.',
  fixClass: 'never',
  source:
    'KICS ae5b6871 "Privileged Containers Enabled"; docs.docker.com/engine/containers/run: runtime privilege and Linux capabilities',
  run: ({ project }) => {
    const services = startedServices(project);
    if (services.length === 0) return notApplicable('there is no service');
    const privileged = services.filter(
      ({ spec, image = '' }) => spec['privileged'] === true && !TOOLS.test(repositoryOf(image)),
    );
    return found(
      privileged.map((service) => {
        const at = service.placeOf(['privileged']) ?? service.at;
        return {
          message: `${service.name} runs privileged: who takes over ${service.name} is root on the host.`,
          at,
          evidence: [{ by: 'config', text: `privileged: true on ${service.name}`, at }],
        };
      }),
    );
  },
});
