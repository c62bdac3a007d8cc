import type { Place, Project } from '../../project/project.ts';
import type { Diagnosed } from '../diagnose.ts';
import type { Known } from './repair.ts';

/**
 * Repairs whose check finds as much in that file as before. Places move with the lines, so they are counted; what is found of a
 * service that the repairs have only just added is news, and no sign of failure.
 */
export function stillThere(agreed: readonly Diagnosed[], before: Known, after: Known): Diagnosed[] {
  const old = new Set(projectOf(before).services.map(({ name }) => name));
  const left = after.diagnosis.findings.filter(({ at }) => {
    const service = serviceAt(projectOf(after), at);
    return service === undefined || old.has(service);
  });
  const [had, has, fixed] = [before.diagnosis.findings, left, agreed].map(counted);
  return agreed.filter((finding) => {
    const key = group(finding);
    return (has?.get(key) ?? 0) > (had?.get(key) ?? 0) - (fixed?.get(key) ?? 0);
  });
}

function projectOf({ collected }: Known): Project {
  return collected.evidence.project;
}

function group({ id, at }: Diagnosed): string {
  return `${id}\0${at.file}`;
}

function counted(findings: readonly Diagnosed[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(group(finding), (counts.get(group(finding)) ?? 0) + 1);
  return counts;
}

/** The service whose lines a place is among; undefined outside a compose file. */
function serviceAt({ services }: Project, { file, line }: Place): string | undefined {
  return services
    .filter(({ at }) => at.file === file && at.line <= line)
    .toSorted((a, b) => b.at.line - a.at.line)[0]?.name;
}
