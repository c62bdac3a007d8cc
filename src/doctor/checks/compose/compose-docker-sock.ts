import { repositoryOf } from '../../../project/service-kind.ts';
import type { Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { startedServices } from '../../components/compose/spec-value.ts';

const SOCKET = /^\/(?:var\/)?run\/docker\.sock$/;
/** Programs whose task is Docker itself: they cannot do it without the socket. */
const TOOLS =
  /(?:^|\/)(?:[\w-]*socket-proxy|portainer(?:-ce|-ee|_agent|\/agent)?|agent|watchtower|dozzle|autoheal|docker-autoheal|diun|cadvisor|promtail|alloy|vector|fluent-bit|filebeat|telegraf|traefik|nginx-proxy|docker-gen|acme-companion|act_runner|gitlab-runner|docker|ofelia)$/;

export const composeDockerSock = defineCheck({
  id: 'compose-docker-sock',
  area: 'compose',
  severity: 'error',
  title: 'No application holds the socket of Docker',
  why: `Who can speak to the socket of Docker can start a container with the whole disk of the host in it: he is root there. A fault in
the application then gives away the machine. A mount with ":ro" changes nothing, since the socket is spoken to, not written.`,
  repair:
    'Remove the mount; where single calls are needed, put a socket proxy between that allows these alone.',
  fixClass: 'never',
  source:
    'KICS d6355c88 "Docker Socket Mounted In Container"; docs.docker.com/engine/security: only trusted users should control the daemon',
  run: ({ project }) => {
    const services = startedServices(project);
    if (services.length === 0) return notApplicable('there is no service');
    return found(services.filter(({ image = '' }) => !TOOLS.test(repositoryOf(image))).flatMap(findingsOf));
  },
});

function findingsOf({ name, mounts }: Service): Finding[] {
  return mounts
    .filter(({ kind, source, target }) => kind === 'bind' && (SOCKET.test(source) || SOCKET.test(target)))
    .map(({ at, source, readOnly }) => ({
      message: `${name} holds the socket of Docker${readOnly ? ' (":ro" does not help)' : ''}: who takes over ${name} is root on the host.`,
      at,
      evidence: [{ by: 'config', text: `${source} is mounted into ${name}`, at }],
    }));
}
