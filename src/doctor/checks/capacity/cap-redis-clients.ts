import type { Judged } from '../../../sizing/invariant.ts';
import { invariantOf } from '../../../sizing/invariants.ts';
import { shown } from '../../../sizing/quantity.ts';
import { placesOf, termsSeen } from '../../components/capacity/budget-terms.ts';
import { defineCheck, type Finding, found, notApplicable, notObservable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { stackOfProject } from '../../components/capacity/stack-of-project.ts';

const CLIENTS = invariantOf('I4');

export const capRedisClients = defineCheck({
  id: 'cap-redis-clients',
  area: 'capacity',
  severity: 'error',
  title: 'Redis accepts every connection of its clients',
  why: `Each process of each instance keeps its own connections to Redis. Past maxclients it answers "max number of clients reached",
to the exporter and to redis-cli as well: just when somebody wants to look.`,
  repair:
    'Raise maxclients (and nofile, 32 beyond it), or bound the pools of the clients (max_connections of redis-py).',
  fixClass: 'never',
  source: `${CLIENTS.statement}; ${CLIENTS.source}`,
  run: (evidence) => {
    const judgements = CLIENTS.judge(stackOfProject(evidence));
    if (judgements.length === 0) return notApplicable('no service is Redis');
    const broken = judgements.filter((one): one is Judged => one.judged && !one.holds);
    if (broken.length > 0) return found(broken.map((one) => findingOf(evidence, one)));
    const missing = judgements.flatMap((one) => (one.judged ? [] : one.missing));
    return missing.length === judgements.length && missing.length > 0
      ? notObservable(`not known: ${missing.join('; ')}`)
      : found([]);
  },
});

function findingOf({ project }: Evidence, judged: Judged): Finding {
  const server = project.services.find(({ name }) => name === judged.subject);
  const at = judged.bound.origin.at ?? server?.at ?? { file: '.', line: 1, column: 1 };
  return {
    message: `Clients may open ${shown(judged.sum)} connections to ${judged.subject}, and four fifths of its maxclients are ${shown(judged.bound)}: ${judged.terms.map(({ label }) => label).join('; ')}.`,
    at,
    related: placesOf(judged, at),
    evidence: termsSeen(judged),
  };
}
