import type { Evidence } from '../../evidence.ts';
import { defineCheck, type Finding, found, HEALTHY, notApplicable, notObservable } from '../../check.ts';
import { nginxDirectives, restartFor } from '../../components/nginx/nginx-files.ts';
import { placeOfProject } from '../../components/compose/places.ts';

const exhausted = { name: 'exhausted', literal: 'worker_connections are not enough' };
/** What the image's own file has, and nginx itself without it. */
const OF_IMAGE = 1024;

export const nginxWorkerConnections = defineCheck({
  id: 'nginx-worker-connections',
  area: 'nginx',
  severity: 'error',
  title: 'nginx has connections for all who come',
  why: `A proxied request takes two connections of a worker, one to the client and one to the application. When none is left nginx closes
new clients at once, without an answer and without a line in the access log.`,
  repair: 'Raise worker_connections, and worker_rlimit_nofile to twice of it.',
  fixClass: 'safe',
  source:
    'nginx src/core/ngx_connection.c: "%ui worker_connections are not enough"; nginx manual, worker_connections: includes connections with proxied servers',
  logs: [exhausted],
  run: (evidence) => {
    const servers = evidence.project.services.filter(({ kind }) => kind === 'nginx');
    const { count } = evidence.logs.summary('nginx-worker-connections', exhausted.name);
    if (count > 0) return found([findingOf(evidence, count)]);
    if (servers.length === 0) return notApplicable('no service is nginx');
    const observed = servers.map(({ name }) => evidence.logs.observed(name)).find(({ seen }) => !seen);
    return observed === undefined || observed.seen
      ? HEALTHY
      : notObservable(`the log of nginx: ${observed.why}`);
  },
});

function findingOf(evidence: Evidence, count: number): Finding {
  const all = nginxDirectives(evidence.project);
  const set = all.find(({ directive }) => directive.words[0] === 'worker_connections');
  const service = evidence.project.services.find(({ kind }) => kind === 'nginx');
  const now = Number(set?.directive.words[1] ?? OF_IMAGE);
  const at = set?.at ?? service?.at ?? placeOfProject(evidence.project);
  const more = 4 * now;
  return {
    message: `nginx turned clients away ${count} times: its ${now} connections for each worker were all in use.`,
    at,
    evidence: [
      { by: 'log', text: `"worker_connections are not enough" ${count} x` },
      { by: 'config', text: `worker_connections ${now}${set === undefined ? ', the default' : ''}`, at },
    ],
    repair: `Set worker_connections ${more} and worker_rlimit_nofile ${2 * more}.`,
    ...(set === undefined
      ? {}
      : {
          fix: {
            class: 'safe',
            edits: [
              {
                do: 'set-conf',
                syntax: 'nginx',
                file: set.file.file,
                block: ['events'],
                key: 'worker_connections',
                value: String(more),
              },
              {
                do: 'set-conf',
                syntax: 'nginx',
                file: set.file.file,
                key: 'worker_rlimit_nofile',
                value: String(2 * more),
              },
            ],
            restart: restartFor(set.file),
          },
        }),
  };
}
