import { posix } from 'node:path';
import { inContext } from '../dockerfile.ts';
import type { Place, Project } from '../project.ts';

/** A line of a .dockerignore. */
export interface IgnoreRule {
  readonly at: Place;
  /** As written. */
  readonly pattern: string;
  /** Begins with `!`: what it matches is taken back in. */
  readonly keeps: boolean;
  matches(path: string): boolean;
}

/** Of `Dockerfile.dockerignore` where that is there, else of the context's `.dockerignore` (docs.docker.com, Build context). */
export function ignoreRulesOf(
  project: Pick<Project, 'read'>,
  context: string,
  dockerfile: string,
): readonly IgnoreRule[] {
  const file = [`${dockerfile}.dockerignore`, inContext(context, '.dockerignore')].find(
    (name) => project.read(name) !== undefined,
  );
  if (file === undefined) return [];
  const lines = (project.read(file) ?? '').replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines.flatMap((line, i) => {
    const pattern = line.trim();
    if (pattern === '' || line.startsWith('#')) return [];
    const keeps = pattern.startsWith('!');
    const regex = regexOf(keeps ? pattern.slice(1).trim() : pattern);
    const matches = (path: string): boolean => regex.test(path);
    return [{ at: { file, line: i + 1, column: 1 }, pattern, keeps, matches }];
  });
}

/** Whether a build does not see that one file. */
export function isIgnored(rules: readonly IgnoreRule[], file: string): boolean {
  return decidingRule(rules, file)?.keeps === false;
}

/**
 * The rule that keeps a path out of the build; undefined where none does, or a later one may take back a part of that folder.
 */
export function ruleAgainst(rules: readonly IgnoreRule[], path: string): IgnoreRule | undefined {
  const last = decidingRule(rules, path);
  if (last === undefined || last.keeps) return undefined;
  const later = rules.slice(rules.indexOf(last) + 1).filter(({ keeps }) => keeps);
  return later.some(
    ({ pattern }) => /[*?[]/.test(pattern) || cleaned(pattern.slice(1)).startsWith(`${path}/`),
  )
    ? undefined
    : last;
}

/** The last that matches it, or a folder above it (moby/patternmatcher 0.6.0, MatchesOrParentMatches). */
function decidingRule(rules: readonly IgnoreRule[], path: string): IgnoreRule | undefined {
  const parts = path.split('/');
  const above = parts.map((_, i) => parts.slice(0, i + 1).join('/'));
  return rules.findLast((rule) => above.some((one) => rule.matches(one)));
}

function cleaned(pattern: string): string {
  return posix.join('/', pattern.trim()).slice(1).replace(/\/$/, '');
}

/** As patternmatcher compiles it: `**` over any number of folders, `*` and `?` within one. */
function regexOf(written: string): RegExp {
  const pattern = cleaned(written);
  const body = pattern.replaceAll(/\*\*\/?|[*?]|\\.|[.+()|{}$^\\]/g, (token, at: number) => {
    if (token.startsWith('**'))
      return at + token.length === pattern.length || token === '**' ? '.*' : '(?:.*/)?';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    return token.length === 2 ? token : `\\${token}`;
  });
  try {
    return new RegExp(`^${body}$`);
  } catch {
    // No pattern that Docker reads either.
    return /(?!)/;
  }
}
