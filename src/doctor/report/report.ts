import type { Problem } from '../../project/project.ts';
import type { Diagnosed, Diagnosis } from '../diagnose.ts';
import type { Repaired } from '../repair/repaired.ts';
import type { ContainerRow } from './containers.ts';

/** A finding with the patch that would end it. */
export interface ReportedFinding extends Diagnosed {
  /** Unified diff; undefined where there is no fix, or it cannot be made. */
  readonly diff: string | undefined;
}

/** All that a run says, in whatever form it is printed. Secrets are gone from it: see {@link redactReport}. */
export interface Report {
  readonly project: string;
  /** Absolute; for links of a terminal. */
  readonly root: string;
  readonly composeFiles: readonly string[];
  readonly findings: readonly ReportedFinding[];
  readonly suppressed: Diagnosis['suppressed'];
  readonly healthy: Diagnosis['healthy'];
  readonly notApplicable: Diagnosis['notApplicable'];
  readonly notObservable: Diagnosis['notObservable'];
  readonly crashed: Diagnosis['crashed'];
  /** Files and logs that could not be read or understood. */
  readonly problems: readonly Problem[];
  /** What `--fix` did; empty without it. */
  readonly repaired: readonly Repaired[];
  /** Of this project, running or not; absent where Docker was not asked or did not answer. */
  readonly containers?: readonly ContainerRow[];
}

/** `87 checks: 61 healthy, 6 findings, 14 not applicable, 6 not observable`, all of them accounted for. */
export function summaryLine({ findings, suppressed, ...report }: Report): string {
  const withFindings = new Set(findings.map(({ id }) => id));
  const quiet = new Set(suppressed.map(({ finding }) => finding.id).filter((id) => !withFindings.has(id)));
  const counts = {
    healthy: report.healthy.length,
    'not applicable': report.notApplicable.length,
    'not observable': report.notObservable.length,
    crashed: report.crashed.length,
  };
  const all = Object.values(counts).reduce((a, b) => a + b, withFindings.size + quiet.size);
  const found = `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`;
  const parts = [
    `${counts.healthy} healthy`,
    findings.length === withFindings.size ? found : `${found} (of ${withFindings.size} checks)`,
    `${counts['not applicable']} not applicable`,
    `${counts['not observable']} not observable`,
    ...(quiet.size > 0 ? [`${quiet.size} suppressed`] : []),
    ...(counts.crashed > 0 ? [`${counts.crashed} crashed`] : []),
  ];
  return `${all} ${all === 1 ? 'check' : 'checks'}: ${parts.join(', ')}`;
}
