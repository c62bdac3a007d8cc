import { fold } from './fold.ts';
import { FINANCE_SKILLS, DESIGN_SKILLS, OFFICE_SKILLS } from './skills/business.ts';
import { ENGINEERING_SKILLS, HEALTH_SKILLS, TRADE_SKILLS } from './skills/crafts.ts';
import { CLOUD_SKILLS, DATA_SKILLS, SOFTWARE_SKILLS } from './skills/software.ts';

/** One way to write a skill. */
export interface SkillAlias {
  /** As {@link skillKey} gives it. */
  readonly key: string;
  /** Canonical name. */
  readonly skill: string;
  /** Where it counts: anywhere; in running text only with a capital, or all in capitals; only in a list of skills. */
  readonly where: 'anywhere' | 'capitalised' | 'capitals' | 'listed';
}

/** Characters of a word in the name of a skill: `C++`, `C#`, `.NET`, `Node.js`, `R&D`, `A/B` is two. */
const WORD = /\.?[\p{L}\p{N}](?:[\p{L}\p{N}+#&']|\.(?=[\p{L}\p{N}]))*/gu;

/** A word of a text, by its place. */
export interface SkillWord {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** Words of a folded text as the table of skills knows them. */
export const skillWords = (folded: string): readonly SkillWord[] =>
  [...folded.matchAll(WORD)].map((match) => ({
    key: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));

/** The form in which names are looked up: folded, words parted by one blank, so that `CI/CD`, `ci-cd` and `CI CD` are one. */
export const skillKey = (name: string): string =>
  skillWords(fold(name))
    .map((word) => word.key)
    .join(' ');

const MARKS: Readonly<Record<string, SkillAlias['where']>> = {
  '~': 'listed',
  '^': 'capitalised',
  '!': 'capitals',
};

const aliasOf = (written: string, skill: string): SkillAlias => {
  const where = MARKS[written.charAt(0)];
  return {
    key: skillKey(where === undefined ? written : written.slice(1)),
    skill,
    where: where ?? 'anywhere',
  };
};

const readTable = (table: string): readonly SkillAlias[] =>
  table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [name = '', others = ''] = line.split(': ');
      const skill = name.replace(/^[~^!]/, '');
      return [name, ...others.split(', ')]
        .filter((alias) => alias !== '')
        .map((alias) => aliasOf(alias, skill));
    });

const ALIASES: ReadonlyMap<string, SkillAlias> = new Map(
  [
    SOFTWARE_SKILLS,
    CLOUD_SKILLS,
    DATA_SKILLS,
    OFFICE_SKILLS,
    FINANCE_SKILLS,
    DESIGN_SKILLS,
    ENGINEERING_SKILLS,
    HEALTH_SKILLS,
    TRADE_SKILLS,
  ]
    .flatMap(readTable)
    // Where two skills share a spelling, the one named first holds.
    .toReversed()
    .map((alias): [string, SkillAlias] => [alias.key, alias]),
);

/** Words of the longest alias: how far a search for the longest match must look. */
export const LONGEST_ALIAS = Math.max(...[...ALIASES.keys()].map((key) => key.split(' ').length));

/** Words that a name can begin with: most words of a text cannot, and need no longer look. */
const FIRST_WORDS: ReadonlySet<string> = new Set(
  [...ALIASES.keys()].map((key) => key.split(' ', 1)[0] ?? key),
);

/** True where the name of a skill can begin with this word. */
export const beginsSkill = (word: SkillWord): boolean => FIRST_WORDS.has(word.key);

/** The alias under a key of {@link skillKey}. */
export const skillAlias = (key: string): SkillAlias | undefined => ALIASES.get(key);

/** All ways to write all skills. */
export const skillAliases = (): IterableIterator<SkillAlias> => ALIASES.values();

/** Canonical name of a skill: `ts` → `TypeScript`, `k8s` → `Kubernetes`. Undefined where the table does not know it. */
export const canonicalSkill = (term: string): string | undefined => ALIASES.get(skillKey(term))?.skill;
