import { skillAlias, skillKey } from '../../domain/skills.ts';
import type { Line } from './lines.ts';

/** Labels before a list of skills, in seven languages. */
export const LIST_LABEL =
  /^(?:[\p{L}/&-]+ ){0,2}(?:skills?|stack|technologies|technology|tech|tools?|environment|keywords|languages|frameworks?|libraries|databases?|cloud|devops|backend|frontend|back-end|front-end|software|umgebung|technologien|werkzeuge|kenntnisse|datenbanken|sprachen|programmiersprachen|environnement|environnement technique|outils|langages|bases de donnees|tecnologias|herramientas|entorno|lenguajes|bases de datos|strumenti|tecnologie|linguaggi|used|technisches umfeld|methods|methoden|platforms|systems|operations|data|infrastructure|web|mobile|testing)\s*:\s/u;
/**
 * A list that a narrow column broke inside of a name is one line again: `GitHub` / `Actions`. It is broken there where
 * the line has commas and ends without one, and the next goes on in lower case or with the rest of a known name.
 */
export const unbroken = (lines: readonly Line[], inSkills: (line: Line) => boolean): readonly Line[] => {
  const joined: Line[] = [];
  for (const line of lines) {
    const last = joined.at(-1);
    if (
      last !== undefined &&
      !line.bullet &&
      !line.blankBefore &&
      inSkills(line) &&
      inSkills(last) &&
      goesOn(last, line)
    ) {
      const text = `${last.text} ${line.text}`;
      // Only a single line break lies between: offsets into the joined line stay offsets into the text.
      if (line.start === last.end + 1) {
        joined[joined.length - 1] = { ...last, text, folded: `${last.folded} ${line.folded}`, end: line.end };
        continue;
      }
    }
    joined.push(line);
  }
  return joined;
};

const goesOn = (line: Line, next: Line): boolean => {
  if (!line.text.includes(',') || /[,;.:]$/.test(line.text) || LIST_LABEL.test(next.folded)) return false;
  const tail = line.folded.slice(line.folded.lastIndexOf(',') + 1).trim();
  const head = next.folded.split(',')[0]?.trim() ?? '';
  return /^\p{Ll}/u.test(next.text) || skillAlias(skillKey(`${tail} ${head}`)) !== undefined;
};
