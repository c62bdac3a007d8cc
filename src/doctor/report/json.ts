import { toJson } from '../../lib/terminal-text.ts';
import type { Place } from '../../project/project.ts';
import type { Report, ReportedFinding } from './report.ts';
import { summaryLine } from './report.ts';

/** `cvx doctor --json`: always one document, with zero findings too. Keys are only ever added. */
export function jsonReport(report: Report): string {
  const { healthy, notApplicable, notObservable, crashed } = report;
  return toJson(
    {
      schema: 1,
      project: report.project,
      findings: report.findings.map(findingJson),
      suppressed: report.suppressed.map(({ finding, by }) => ({
        id: finding.id,
        ...placeJson(finding.at),
        until: by.until,
        reason: by.reason,
      })),
      checks: { healthy, notApplicable, notObservable, crashed },
      problems: report.problems,
      repaired: report.repaired,
      ...(report.containers === undefined ? {} : { containers: report.containers }),
      summary: summaryLine(report),
    },
    2,
  );
}

function findingJson(finding: ReportedFinding) {
  const { id, area, severity, confidence, message, at, related, evidence, repair, fix, diff } = finding;
  return {
    id,
    area,
    severity,
    confidence,
    message,
    ...placeJson(at),
    related: related.map(placeJson),
    evidence: evidence.map((seen) => ({
      by: seen.by,
      text: seen.text,
      ...(seen.at === undefined ? {} : placeJson(seen.at)),
    })),
    repair,
    ...(fix === undefined ? {} : { fix: { class: fix.class, restart: fix.restart ?? [], diff: diff ?? '' } }),
  };
}

function placeJson({ file, line, column }: Place) {
  return { file, line, column };
}
