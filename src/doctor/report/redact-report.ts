import type { Diagnosed } from '../diagnose.ts';
import type { Redact } from './redact.ts';
import type { Report, ReportedFinding } from './report.ts';

/** The report without secrets. Every form of output is made from it, so none can forget to. Ids, files and lines are kept. */
export function redactReport(report: Report, redact: Redact): Report {
  const noted = <T extends { readonly why: string }>(list: readonly T[]): T[] =>
    list.map((one) => ({ ...one, why: redact(one.why) }));
  return {
    ...report,
    findings: report.findings.map((finding): ReportedFinding => ({
      ...redactFinding(finding, redact),
      diff: finding.diff === undefined ? undefined : redact(finding.diff),
    })),
    suppressed: report.suppressed.map(({ finding, by }) => ({
      finding: redactFinding(finding, redact),
      by: { ...by, reason: redact(by.reason) },
    })),
    notApplicable: noted(report.notApplicable),
    notObservable: noted(report.notObservable),
    crashed: report.crashed.map(({ id, error }) => ({ id, error: redact(error) })),
    problems: report.problems.map((problem) => ({ ...problem, message: redact(problem.message) })),
    repaired: noted(report.repaired),
  };
}

/** Its edits hold secrets and are no text to print: they are left out. */
function redactFinding(finding: Diagnosed, redact: Redact): Diagnosed {
  return {
    ...finding,
    message: redact(finding.message),
    repair: redact(finding.repair),
    evidence: finding.evidence.map((seen) => ({ ...seen, text: redact(seen.text) })),
    fix: finding.fix === undefined ? undefined : { ...finding.fix, edits: [] },
  };
}
