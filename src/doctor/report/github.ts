import { type Report, summaryLine } from './report.ts';

const COMMAND = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** Annotations of GitHub Actions: workflow commands on stdout, one for each finding, and the summary as a notice. */
export function githubReport(report: Report): string {
  const lines = report.findings.map(({ id, severity, message, repair, at }) => {
    const place = `file=${property(at.file)},line=${at.line},col=${at.column},title=${property(id)}`;
    return `::${COMMAND[severity]} ${place}::${data(`${message}\n${repair}`)}`;
  });
  const crashed = report.crashed.map(
    ({ id, error }) => `::warning title=${property(id)}::${data(`This check crashed: ${error}`)}`,
  );
  return [...lines, ...crashed, `::notice title=cvx doctor::${data(summaryLine(report))}`]
    .map((line) => `${line}\n`)
    .join('');
}

/** As actions/toolkit escapes them (packages/core/src/command.ts). */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
