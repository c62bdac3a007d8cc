import type { Service } from '../../../project/project.ts';
import { servicesOf, type StackService } from '../../../sizing/stack.ts';
import type { Evidence } from '../../evidence.ts';
import { stackOfProject } from '../capacity/stack-of-project.ts';

/** The PostgreSQL servers that are started, each as Compose has it and as the invariants see it. */
export function postgresStacks(
  evidence: Evidence,
): readonly { readonly service: Service; readonly stack: StackService }[] {
  return servicesOf(stackOfProject(evidence), 'postgres').flatMap((stack) => {
    const service = evidence.project.services.find(({ name }) => name === stack.name);
    return service === undefined ? [] : [{ service, stack }];
  });
}
