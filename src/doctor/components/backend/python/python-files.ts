import type { Project, Service } from '../../../../project/project.ts';
import { sourcesOf } from '../client-pools.ts';

/** The Python files that a service runs: of its own code, without tests. */
export function pythonFiles(project: Project, service: Service): readonly string[] {
  return sourcesOf(project, service).filter(
    (file) => file.endsWith('.py') && !/(?:^|\/)(?:tests?\/|test_)|conftest\.py$/.test(file),
  );
}
