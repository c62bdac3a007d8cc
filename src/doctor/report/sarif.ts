import { createHash } from 'node:crypto';
import { toJson } from '../../lib/terminal-text.ts';
import type { Place } from '../../project/project.ts';
import type { Check } from '../check.ts';
import type { Diagnosed } from '../diagnose.ts';
import type { Suppression } from '../suppressions.ts';
import type { Report } from './report.ts';

const LEVEL = { error: 'error', warning: 'warning', info: 'note' } as const;

/** SARIF 2.1.0 (OASIS), as code scanning reads it: a rule for each check, a result for each finding, suppressed ones marked. */
export function sarifReport(report: Report, checks: readonly Check[]): string {
  const results = [
    ...report.findings.map((finding) => resultOf(finding, checks, undefined)),
    ...report.suppressed.map(({ finding, by }) => resultOf(finding, checks, by)),
  ];
  const notes = [
    ...report.crashed.map(({ id, error }) => note('error', `${id} crashed: ${error}`)),
    ...report.problems.map(({ file, message }) => note('warning', `${file}: ${message}`)),
    ...report.notObservable.map(({ id, why }) => note('note', `${id} could not be observed: ${why}`)),
  ];
  return toJson(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'cvx doctor', rules: checks.map(ruleOf) } },
          invocations: [{ executionSuccessful: true, toolExecutionNotifications: notes }],
          columnKind: 'utf16CodeUnits',
          results,
        },
      ],
    },
    2,
  );
}

function ruleOf({ id, title, why, repair, severity, area, source }: Check) {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: oneParagraph(why) },
    help: { text: `${oneParagraph(repair)}\n\nSource: ${source}` },
    defaultConfiguration: { level: LEVEL[severity] },
    properties: { tags: [area] },
  };
}

function resultOf(finding: Diagnosed, checks: readonly Check[], by: Suppression | undefined) {
  const { id, severity, message, repair, at, related, evidence, confidence } = finding;
  return {
    ruleId: id,
    ruleIndex: checks.findIndex((check) => check.id === id),
    level: LEVEL[severity],
    message: { text: `${message}\n${repair}` },
    locations: [locationOf(at)],
    relatedLocations: related.map(locationOf),
    // Without the line: the alert stays the same one when lines are added above it.
    partialFingerprints: {
      'cvxFinding/v1': createHash('sha256')
        .update(`${id}\0${at.file}\0${message}`)
        .digest('hex')
        .slice(0, 32),
    },
    properties: { confidence, evidence: evidence.map(({ by: witness, text }) => `${witness}: ${text}`) },
    ...(by === undefined ? {} : { suppressions: [{ kind: 'inSource', justification: by.reason }] }),
  };
}

function locationOf({ file, line, column }: Place) {
  return {
    physicalLocation: {
      artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' },
      region: { startLine: line, startColumn: column },
    },
  };
}

function note(level: 'error' | 'warning' | 'note', text: string) {
  return { level, message: { text } };
}

function oneParagraph(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
