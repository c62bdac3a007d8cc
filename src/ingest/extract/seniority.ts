import type { Found, Seniority, Span } from '../../domain/profile.ts';
import { type YearMonth } from '../../domain/profile.ts';
import { compareDates } from '../../domain/period.ts';
import { fold } from '../../domain/fold.ts';
import type { FoundPosition } from './experience.ts';

/**
 * Words of titles → level, in order: the first that occurs holds. The ladder is that of the usual public career
 * frameworks (progression.fyi): intern, junior, mid, senior, lead of a team, staff or principal, head or director and
 * above. A title without such a word tells no level, so none is given.
 */
const LEVELS: readonly (readonly [RegExp, Seniority])[] = [
  [
    /\b(?:intern|internship|trainee|apprentice|apprenticeship|working student|werkstudent\w*|praktikant\w*|praktikum|auszubildende\w*|azubi|stagiaire|alternant\w*|apprenti\w*|becari[oa]|practicas|tirocinante|stagista|stagiair|estagiari[oa])\b/,
    'intern',
  ],
  [
    /\b(?:ceo|cto|cfo|coo|cio|ciso|cpo|cmo|chief (?!of staff)\w+|vp|vice president|president|director|directora?|directeur|directrice|direttore|direttrice|diretora?|geschaftsfuhrer\w*|vorstand|managing director|head of|leiter\w* der|bereichsleiter\w*|abteilungsleiter\w*)\b/,
    'executive',
  ],
  [
    /\b(?:principal|staff (?=\w*engineer|software|developer|\w+ engineer)|distinguished|fellow)\b/,
    'principal',
  ],
  [
    /\b(?:lead|leader|team ?lead|tech ?lead|teamleiter\w*|teamleitung|gruppenleiter\w*|projektleiter\w*|projektleitung|stationsleitung|leitung|leiter\w*|chef|responsable|jefe|jefa|encargad[oa]|responsabile|capo|supervisor|supervisora|foreman|vorarbeiter\w*|bauleiter\w*|manager|leitend\w*)\b/,
    'lead',
  ],
  [/\b(?:senior|sr|experienced|experte|expert|confirme|confirmee|experimente|erfahren\w*)\b/, 'senior'],
  [
    /\b(?:junior|jr|graduate|entry[- ]level|berufseinsteiger\w*|debutant|debutante|einsteiger\w*)\b/,
    'junior',
  ],
  [/\b(?:mid|mid[- ]level|intermediate|medior)\b/, 'mid'],
];

/** Level of a title; undefined where it tells none. */
export const seniorityOf = (title: string): Seniority | undefined => {
  const folded = fold(title);
  return LEVELS.find(([pattern]) => pattern.test(folded))?.[1];
};

const endOf = ({ date }: FoundPosition, now: YearMonth): YearMonth =>
  date?.current === true ? now : (date?.end ?? date?.start ?? '0000');

/** The level that the latest title tells, else the headline. */
export const findSeniority = (
  positions: readonly FoundPosition[],
  headline: Found<string> | undefined,
  now: YearMonth,
): Found<Seniority> | undefined => {
  const latest = positions.toSorted((a, b) => compareDates(endOf(b, now), endOf(a, now)))[0];
  const titles: readonly { readonly text: string | undefined; readonly at: Span | undefined }[] = [
    { text: latest?.value.title, at: latest?.titleAt },
    { text: headline?.value, at: headline?.at },
  ];
  for (const { text, at } of titles) {
    const level = text === undefined ? undefined : seniorityOf(text);
    if (level !== undefined && at !== undefined) return { value: level, at };
  }
  return undefined;
};
