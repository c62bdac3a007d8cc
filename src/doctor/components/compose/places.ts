import type { Place, Project, Service } from '../../../project/project.ts';

/** Where a finding stands that belongs to no service: the start of the first compose file. */
export function placeOfProject({ composeFiles }: Project): Place {
  return { file: composeFiles[0] ?? '.', line: 1, column: 1 };
}

/** Of the word at `index` of the command, which is an item of its own only in a list. */
export function placeOfWord(service: Service, index: number): Place {
  return service.placeOf(['command', index]) ?? service.placeOf(['command']) ?? service.at;
}

/** Of a limit as `deploy.resources` or the older key writes it; of the service where neither does. */
export function placeOfLimit(service: Service, what: 'memory' | 'cpus'): Place {
  const older = what === 'memory' ? 'mem_limit' : 'cpus';
  return service.placeOf(['deploy', 'resources', 'limits', what]) ?? service.placeOf([older]) ?? service.at;
}
