import { describe, expect, it } from 'vitest';
import { canonicalSkill, skillAliases, skillKey } from '../../src/domain/skills.ts';

describe('canonicalSkill', () => {
  it.each([
    ['ts', 'TypeScript'],
    ['k8s', 'Kubernetes'],
    ['NodeJS', 'Node.js'],
    ['react.js', 'React'],
    ['postgres', 'PostgreSQL'],
    ['golang', 'Go'],
    ['C++', 'C++'],
    ['c#', 'C#'],
    ['.net', '.NET'],
    ['ci/cd', 'CI/CD'],
    ['Pflegeplanung', 'Care Planning'],
    ['Schweißen', 'Welding'],
    ['beekeeping', undefined],
    ['', undefined],
  ])('%s → %s', (term, skill) => {
    expect(canonicalSkill(term)).toBe(skill);
  });

  it('knows at least 450 skills, each under its own name', () => {
    const skills = new Set([...skillAliases()].map(({ skill }) => skill));
    expect(skills.size).toBeGreaterThan(450);
    for (const skill of skills) expect(canonicalSkill(skill), skill).toBe(skill);
  });

  it('gives every alias a key that finds it', () => {
    for (const { key } of skillAliases()) expect(skillKey(key)).toBe(key);
  });
});
