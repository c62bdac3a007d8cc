/** A word of an instruction, without the quotes of the JSON form. */
export interface DockerWord {
  readonly text: string;
  /** Of its first character in the file. */
  readonly offset: number;
}

export interface Instruction {
  /** In capitals. */
  readonly keyword: string;
  /** The words in front that begin with `--`. */
  readonly flags: readonly DockerWord[];
  readonly words: readonly DockerWord[];
}

/** `FROM` and what follows it. */
export interface Stage {
  /** In small letters, as BuildKit compares names; undefined where none is given. */
  readonly name: string | undefined;
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

/** Another frontend, which may know other instructions, or Windows' escape character. */
const STRANGE = /^#\s*(?:escape\s*=\s*`|syntax\s*=(?!\s*docker\/dockerfile(?:-upstream)?(?:[:@\s]|$)))/im;

/**
 * The stages of a Dockerfile in their order (Dockerfile reference, Format): lines go on behind a backslash, over comments and empty
 * lines; here-documents are skipped. Undefined where the file is not to be read so.
 */
export function stagesOf(dockerfile: string): readonly Stage[] | undefined {
  const [head = ''] = /^(?:[ \t]*#.*\r?\n)*/.exec(dockerfile) ?? [];
  if (STRANGE.test(head)) return undefined;
  const stages: (Stage & { readonly instructions: Instruction[] })[] = [];
  for (const instruction of instructionsOf(dockerfile)) {
    if (instruction.keyword !== 'FROM') {
      stages.at(-1)?.instructions.push(instruction);
      continue;
    }
    const [from = '', as, name] = instruction.words.map(({ text }) => text);
    const named = as?.toUpperCase() === 'AS' ? name?.toLowerCase() : undefined;
    stages.push({ name: named, from, instructions: [] });
  }
  return stages;
}

/** What a name or number means behind those stages; undefined for an image, and for a context, which takes the place of a stage. */
export function stageNamed(
  earlier: readonly Stage[],
  wanted: string,
  contexts: ReadonlySet<string>,
): Stage | undefined {
  if (contexts.has(wanted)) return undefined;
  const byName = earlier.findLast(({ name }) => name === wanted.toLowerCase());
  return byName ?? (/^\d+$/.test(wanted) ? earlier[Number(wanted)] : undefined);
}

function instructionsOf(dockerfile: string): Instruction[] {
  const found: Instruction[] = [];
  const ends: string[] = [];
  for (const { 0: line, index } of onOneLineEach(dockerfile).matchAll(/^.*\S.*$/gm)) {
    if (ends.length > 0) {
      if (line.trim() === ends[0]) ends.shift();
      continue;
    }
    const instruction = instructionOf(line, index);
    found.push(instruction);
    if (/^(?:COPY|ADD|RUN)$/.test(instruction.keyword)) ends.push(...hereDocuments(line));
  }
  return found;
}

/** The same text with every offset as before: what joins two lines, and comments, are blank. */
function onOneLineEach(dockerfile: string): string {
  const blank = (text: string): string => ' '.repeat(text.length);
  return dockerfile
    .replaceAll(/^[ \t]*#.*$/gm, blank)
    .replaceAll(/\\[ \t]*\r?\n(?:[ \t]*\r?\n)*/g, blank)
    .replaceAll('\r', ' ');
}

function instructionOf(line: string, start: number): Instruction {
  const [keyword, ...rest] = wordsIn(line, /\S+/g, start);
  const first = rest.findIndex(({ text }) => !text.startsWith('--'));
  const words = first === -1 ? [] : rest.slice(first);
  const json = words[0]?.text.startsWith('[') === true ? words[0].offset - start : line.length;
  const isJson = /^\[\s*(?:"[^"\\]*"\s*,?\s*)+\]\s*$/.test(line.slice(json));
  return {
    keyword: keyword?.text.toUpperCase() ?? '',
    flags: first === -1 ? rest : rest.slice(0, first),
    words: isJson ? wordsIn(line.slice(json), /"([^"]*)"/g, start + json) : words,
  };
}

function wordsIn(text: string, pattern: RegExp, start: number): DockerWord[] {
  return [...text.matchAll(pattern)].map((match) => ({
    text: match[1] ?? match[0],
    offset: start + match.index,
  }));
}

/** The words that end the here-documents which begin in a line. */
function hereDocuments(line: string): string[] {
  return [...line.matchAll(/(?<=\s|\d)<<-?(["']?)([A-Za-z_]\w*)\1/g)].map((match) => match[2] ?? '');
}
