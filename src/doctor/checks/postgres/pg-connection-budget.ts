import type { Edit } from '../../../edits/edit.ts';
import type { Place, Service } from '../../../project/project.ts';
import type { Judged } from '../../../sizing/invariant.ts';
import { invariantOf } from '../../../sizing/invariants.ts';
import { shown } from '../../../sizing/quantity.ts';
import type { Stack } from '../../../sizing/stack.ts';
import { placesOf, termsSeen } from '../../components/capacity/budget-terms.ts';
import { defineCheck, type Finding, found, notApplicable, notObservable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { refusedClients, refusedSeen } from '../../components/postgres/postgres-clients-line.ts';
import { withSmallerPools } from '../../components/postgres/smaller-pools.ts';
import { stackOfProject } from '../../components/capacity/stack-of-project.ts';

const BUDGET = invariantOf('I1');

export const pgConnectionBudget = defineCheck({
  id: 'pg-connection-budget',
  area: 'postgres',
  severity: 'error',
  title: 'All pools together fit max_connections',
  why: `Each process of each instance opens its own pool: instances × processes × (pool + overflow), and SQLAlchemy takes 5 + 10
where nothing is said. What looks like 20 in a file is 160 at the server. At the peak all pools are full at once, and clients are
refused: "FATAL: sorry, too many clients already".`,
  repair:
    'Make the pools smaller so that the sum fits, 12 connections left for exporters, migrations and people; beyond 200 put PgBouncer in front.',
  fixClass: 'confirm',
  source: `${BUDGET.statement}; ${BUDGET.source}`,
  logs: [refusedClients],
  supersedes: ['pg-too-many-clients'],
  run: (evidence) => {
    const stack = stackOfProject(evidence);
    const judgements = BUDGET.judge(stack);
    if (judgements.length === 0) return notApplicable('no PostgreSQL with programs that open pools to it');
    const broken = judgements.filter((one): one is Judged => one.judged && !one.holds);
    if (broken.length > 0) return found(broken.map((one) => findingOf(evidence, stack, one)));
    const missing = judgements.flatMap((one) => (one.judged ? [] : one.missing));
    return missing.length > 0 ? notObservable(`not known: ${[...new Set(missing)].join('; ')}`) : found([]);
  },
});

function findingOf(evidence: Evidence, stack: Stack, judged: Judged): Finding {
  const { project } = evidence;
  const server = project.services.find(({ name }) => name === judged.subject);
  const at = placeOf(judged, server);
  const smaller = withSmallerPools(evidence, stack, judged.bound.value);
  const restart = smaller?.services ?? [];
  const edits: readonly Edit[] = smaller?.edits ?? [];
  return {
    message: `The pools may open ${shown(judged.sum)} connections and ${judged.subject} accepts ${shown(judged.bound)}: ${judged.terms.map(({ label, quantity }) => `${label} = ${shown(quantity)}`).join('; ')}.`,
    at,
    related: placesOf(judged, at),
    evidence: [...termsSeen(judged), ...refusedSeen(evidence, 'pg-connection-budget')],
    ...(smaller === undefined ? {} : { repair: smaller.says }),
    ...(edits.length === 0 ? {} : { fix: { class: 'confirm', edits, restart } }),
  };
}

/** Where the limit stands, as the check of the log line says it too; else at the server. */
function placeOf({ bound, terms }: Judged, server: Service | undefined): Place {
  const first = terms.find(({ quantity }) => quantity.origin.at !== undefined)?.quantity.origin.at;
  return bound.origin.at ?? server?.at ?? first ?? { file: '.', line: 1, column: 1 };
}
