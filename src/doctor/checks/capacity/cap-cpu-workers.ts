import type { Service } from '../../../project/project.ts';
import { shown } from '../../../sizing/quantity.ts';
import type { StackService } from '../../../sizing/stack.ts';
import { servicesOf } from '../../../sizing/stack.ts';
import { defineCheck, type Finding, found, notApplicable, notObservable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { stackOfProject } from '../../components/capacity/stack-of-project.ts';
import { withVariable } from '../../components/compose/variable-edits.ts';

export const capCpuWorkers = defineCheck({
  id: 'cap-cpu-workers',
  area: 'capacity',
  severity: 'warning',
  title: 'Processes fit the processor share of their container',
  why: `Processes beyond twice the cores and one take turns on them: each request becomes slower, each process keeps its own memory,
models and pools, and Docker's quota stops them all for the rest of each 100 ms when it is used up.`,
  repair:
    'At most 2 · cores + 1 processes, or a higher limit; more instances only where the machine has the cores.',
  fixClass: 'confirm',
  source:
    'Gunicorn documentation, Design, How Many Workers (2 · cores + 1); Linux, Documentation/scheduler/sched-bwc (quota per 100 ms)',
  run: (evidence) => {
    const clients = servicesOf(stackOfProject(evidence), 'backend', 'worker');
    if (clients.length === 0) return notApplicable('no service runs an application of its own');
    const known = clients.filter(
      ({ cpuLimit, processes }) => cpuLimit !== undefined && processes !== undefined,
    );
    if (known.length === 0)
      return notObservable('no application has both a CPU limit and a known number of processes');
    return found(
      known.flatMap((stack) => {
        const service = evidence.project.services.find(({ name }) => name === stack.name);
        return service === undefined ? [] : findingsOf(evidence, service, stack);
      }),
    );
  },
});

function findingsOf(evidence: Evidence, service: Service, stack: StackService): readonly Finding[] {
  const { cpuLimit, processes } = stack;
  if (cpuLimit === undefined || processes === undefined) return [];
  const most = Math.floor(2 * cpuLimit.value + 1);
  if (processes.value <= most) return [];
  const { origin } = processes;
  const at = origin.at ?? service.at;
  const entry = service.environment.findLast(({ key }) => key === origin.note);
  const edit =
    entry === undefined ? undefined : withVariable(evidence.project, service, entry.key, String(most));
  return [
    {
      message: `${service.name} runs ${processes.value} processes on ${shown(cpuLimit)}: at most ${most} have a turn in time.`,
      at,
      ...(cpuLimit.origin.at === undefined ? {} : { related: [cpuLimit.origin.at] }),
      evidence: [
        { by: 'config', text: `${processes.value} processes (${origin.note})`, at },
        {
          by: 'config',
          text: `CPU limit ${shown(cpuLimit)}`,
          ...(cpuLimit.origin.at === undefined ? {} : { at: cpuLimit.origin.at }),
        },
      ],
      repair: `Start ${most} processes, or raise the CPU limit to ${Math.ceil((processes.value - 1) / 2)}.`,
      ...(edit === undefined ? {} : { fix: { class: 'confirm', edits: [edit], restart: [service.name] } }),
    },
  ];
}
