import type { Place, Project } from '../../project/project.ts';
import type { Diagnosed } from '../diagnose.ts';
import type { Known } from './repair.ts';

/**
 * Repairs whose check finds as much of that service in that file as before. Places move with the lines, so they are counted;
 * what is found of another service, which a repair beside it made true, is news and no sign of failure.
 */
export function stillThere(agreed: readonly Diagnosed[], before: Known, after: Known): Diagnosed[] {
  const had = counted(before.diagnosis.findings, projectOf(before));
  const has = counted(after.diagnosis.findings, projectOf(after));
  const fixed = counted(agreed, projectOf(before));
  return agreed.filter((finding) => {
    const key = group(finding, projectOf(before));
    return (has.get(key) ?? 0) > (had.get(key) ?? 0) - (fixed.get(key) ?? 0);
  });
}

function projectOf({ collected }: Known): Project {
  return collected.evidence.project;
}

function group({ id, at }: Diagnosed, project: Project): string {
  return [id, at.file, serviceAt(project, at) ?? ''].join('\0');
}

function counted(findings: readonly Diagnosed[], project: Project): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    const key = group(finding, project);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** The service whose lines a place is among; undefined outside a compose file. */
function serviceAt({ services }: Project, { file, line }: Place): string | undefined {
  return services
    .filter(({ at }) => at.file === file && at.line <= line)
    .toSorted((a, b) => b.at.line - a.at.line)[0]?.name;
}
