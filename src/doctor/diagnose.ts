import type { Place } from '../project/project.ts';
import { type Area, AREAS, type Check, type Finding, type Fix, type Seen, type Severity } from './check.ts';
import type { Evidence } from './evidence.ts';
import { projectSuppressions, type Suppression, suppressionOf } from './suppressions.ts';

/** `confirmed`: two of log, files and running services agree. */
export type Confidence = 'confirmed' | 'likely';

/** A finding as it is reported: all that the check and its finding say. */
export interface Diagnosed {
  readonly id: string;
  readonly area: Area;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly title: string;
  readonly message: string;
  readonly at: Place;
  readonly related: readonly Place[];
  readonly evidence: readonly Seen[];
  readonly repair: string;
  readonly fix: Fix | undefined;
}

export interface Diagnosis {
  /** One for each place; the most severe first, then by area. */
  readonly findings: readonly Diagnosed[];
  readonly suppressed: readonly { readonly finding: Diagnosed; readonly by: Suppression }[];
  readonly healthy: readonly string[];
  readonly notApplicable: readonly { readonly id: string; readonly why: string }[];
  readonly notObservable: readonly { readonly id: string; readonly why: string }[];
  readonly crashed: readonly { readonly id: string; readonly error: string }[];
}

const SEVERITY: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Whether a severity is at or above another. */
export function isAtLeast(severity: Severity, floor: Severity): boolean {
  return SEVERITY[severity] <= SEVERITY[floor];
}

/** Runs every check on the evidence. A check that throws costs its own result and no other. Pure. */
export function diagnose(checks: readonly Check[], evidence: Evidence): Diagnosis {
  const all: Diagnosed[] = [];
  const healthy: string[] = [];
  const notApplicable: { id: string; why: string }[] = [];
  const notObservable: { id: string; why: string }[] = [];
  const crashed: { id: string; error: string }[] = [];
  for (const check of checks) {
    const { id } = check;
    try {
      const verdict = check.run(evidence);
      if (verdict.state === 'healthy') healthy.push(id);
      else if (verdict.state === 'not-applicable') notApplicable.push({ id, why: verdict.why });
      else if (verdict.state === 'not-observable') notObservable.push({ id, why: verdict.why });
      else all.push(...verdict.findings.map((finding) => diagnosed(check, finding)));
    } catch (error) {
      crashed.push({ id, error: error instanceof Error ? error.message : String(error) });
    }
  }
  const merged = withoutSuperseded(checks, onePerPlace(all)).toSorted(byImportance);
  return { ...suppress(merged, evidence), healthy, notApplicable, notObservable, crashed };
}

/** The diagnoses of two sets of checks as one. */
export function mergeDiagnoses(a: Diagnosis, b: Diagnosis): Diagnosis {
  return {
    findings: [...a.findings, ...b.findings].toSorted(byImportance),
    suppressed: [...a.suppressed, ...b.suppressed],
    healthy: [...a.healthy, ...b.healthy],
    notApplicable: [...a.notApplicable, ...b.notApplicable],
    notObservable: [...a.notObservable, ...b.notObservable],
    crashed: [...a.crashed, ...b.crashed],
  };
}

function diagnosed(check: Check, finding: Finding): Diagnosed {
  const { id, area, title } = check;
  return {
    id,
    area,
    title,
    severity: finding.severity ?? check.severity,
    confidence: confidenceOf(finding.evidence),
    message: finding.message,
    at: finding.at,
    related: finding.related ?? [],
    evidence: finding.evidence,
    repair: finding.repair ?? check.repair,
    fix: finding.fix,
  };
}

function confidenceOf(evidence: readonly Seen[]): Confidence {
  return new Set(evidence.map(({ by }) => by)).size >= 2 ? 'confirmed' : 'likely';
}

/** Findings of one check at one place become one, with what speaks for each. */
function onePerPlace(findings: readonly Diagnosed[]): Diagnosed[] {
  const places = new Map<string, Diagnosed>();
  for (const finding of findings) {
    const key = `${finding.id} ${finding.at.file}:${finding.at.line}:${finding.at.column}`;
    const first = places.get(key);
    if (first === undefined) places.set(key, finding);
    else {
      const said = new Set(first.evidence.map(({ text }) => text));
      const evidence = [...first.evidence, ...finding.evidence.filter(({ text }) => !said.has(text))];
      places.set(key, { ...first, evidence, confidence: confidenceOf(evidence) });
    }
  }
  return [...places.values()];
}

/** Where two checks find the same fault at one place, the one that knows more speaks. */
function withoutSuperseded(checks: readonly Check[], findings: readonly Diagnosed[]): Diagnosed[] {
  const place = ({ at }: Diagnosed, id: string): string => `${id} ${at.file}:${at.line}:${at.column}`;
  const supersedes = new Map(checks.map((check) => [check.id, check.supersedes ?? []]));
  const said = new Set(findings.flatMap((one) => (supersedes.get(one.id) ?? []).map((id) => place(one, id))));
  return findings.filter((one) => !said.has(place(one, one.id)));
}

function byImportance(a: Diagnosed, b: Diagnosed): number {
  return (
    SEVERITY[a.severity] - SEVERITY[b.severity] ||
    AREAS.indexOf(a.area) - AREAS.indexOf(b.area) ||
    a.id.localeCompare(b.id) ||
    a.at.file.localeCompare(b.at.file) ||
    a.at.line - b.at.line
  );
}

function suppress(
  all: readonly Diagnosed[],
  { project, now }: Evidence,
): Pick<Diagnosis, 'findings' | 'suppressed'> {
  const places = all.map(({ at }) => at.file);
  const suppressions = projectSuppressions(project, now, places).filter(({ lapsed }) => lapsed === undefined);
  const suppressed = all.flatMap((finding) => {
    const by = suppressionOf(finding, suppressions);
    return by === undefined ? [] : [{ finding, by }];
  });
  const hidden = new Set(suppressed.map(({ finding }) => finding));
  return { findings: all.filter((finding) => !hidden.has(finding)), suppressed };
}
