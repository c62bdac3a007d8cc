import type { Diagnosed } from '../diagnose.ts';
import type { Redact } from './redact.ts';
import type { Report, ReportedFinding } from './report.ts';

/** The report without secrets. Every form of output is made from it, so none can forget to. Ids, files and lines are kept. */
export function redactReport(report: Report, redact: Redact): Report {
  const noted = <T extends { readonly why: string }>(list: readonly T[]): T[] =>
    list.map((one) => ({ ...one, why: redact(one.why, 'prose') }));
  return {
    ...report,
    findings: report.findings.map((finding): ReportedFinding => ({
      ...redactFinding(finding, redact),
      diff: finding.diff === undefined ? undefined : redact(finding.diff),
    })),
    suppressed: report.suppressed.map(({ finding, by }) => ({
      finding: redactFinding(finding, redact),
      by: { ...by, reason: redact(by.reason, 'prose') },
    })),
    notApplicable: noted(report.notApplicable),
    notObservable: noted(report.notObservable),
    crashed: report.crashed.map(({ id, error }) => ({ id, error: redact(error) })),
    problems: report.problems.map((problem) => ({ ...problem, message: redact(problem.message) })),
    repaired: noted(report.repaired),
    ...(report.containers === undefined
      ? {}
      : { containers: report.containers.map((one) => ({ ...one, reason: redact(one.reason) })) }),
  };
}

/** Its edits hold secrets and are no text to print: they are left out. */
function redactFinding(finding: Diagnosed, redact: Redact): Diagnosed {
  return {
    ...finding,
    message: redact(finding.message, 'prose'),
    repair: redact(finding.repair, 'prose'),
    // A check says in its own words what it read in a file; a log is quoted.
    evidence: finding.evidence.map((seen) => ({
      ...seen,
      text: redact(seen.text, seen.by === 'log' ? 'code' : 'prose'),
    })),
    fix: finding.fix === undefined ? undefined : { ...finding.fix, edits: [] },
  };
}
