/** How a program takes a setting on its command line: `--key value`, `-c key=value`, `--key=value`. */
export type FlagForm = 'redis' | 'postgres' | 'equals';

export interface Flag {
  readonly key: string;
  readonly value: string;
}

/** A command as the compose file has it: a list of words, or one text that Compose splits. */
export type Command = string | readonly string[];

/** Where a value stands in the words: `word` is the index, `prefix` what stands before the value in that word. */
interface Standing {
  readonly word: number;
  readonly prefix: string;
}

/** The value that a command gives a key, as written; undefined where it gives none. */
export function flagValue(command: Command, key: string, form: FlagForm): string | undefined {
  const words = wordsOf(command);
  const at = standing(words, key, form);
  return at === undefined ? undefined : words[at.word]?.slice(at.prefix.length);
}

/** The same command with the flag set: in its place, or after all words. */
export function withFlag(command: Command, { key, value }: Flag, form: FlagForm): Command {
  if (typeof command !== 'string') {
    const at = standing(command, key, form);
    return at === undefined
      ? [...command, ...newWords(key, value, form)]
      : command.map((word, index) => (index === at.word ? at.prefix + value : word));
  }
  const parts = partsOf(command);
  const words = parts.filter((_, index) => index % 2 === 0);
  const at = standing(words, key, form);
  const written = value === '' ? '""' : value;
  if (at === undefined) return [command.trimEnd(), ...newWords(key, written, form)].join(' ');
  return parts.map((part, index) => (index === 2 * at.word ? at.prefix + written : part)).join('');
}

function newWords(key: string, value: string, form: FlagForm): readonly string[] {
  if (form === 'redis') return [`--${key}`, value];
  return form === 'postgres' ? ['-c', `${key}=${value}`] : [`--${key}=${value}`];
}

/** The last one wins, as for the programs. */
function standing(words: readonly string[], key: string, form: FlagForm): Standing | undefined {
  const found = words.flatMap((word, index): readonly Standing[] => {
    const equals = [`--${key}=`, ...(form === 'postgres' ? [`-c${key}=`] : [])].find((start) =>
      word.startsWith(start),
    );
    if (equals !== undefined) return [{ word: index, prefix: equals }];
    if (form === 'postgres')
      return words[index - 1] === '-c' && word.startsWith(`${key}=`)
        ? [{ word: index, prefix: `${key}=` }]
        : [];
    return words[index - 1] === `--${key}` ? [{ word: index, prefix: '' }] : [];
  });
  return found.at(-1);
}

function wordsOf(command: Command): readonly string[] {
  return typeof command === 'string' ? partsOf(command).filter((_, index) => index % 2 === 0) : command;
}

/** Words and what stands between them, in turn. Quoted parts and `${…}` hold no border. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { 0: word, index } of text.matchAll(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\$\{[^}]*\}|[^\s"'])+/g)) {
    if (parts.length > 0) parts.push(text.slice(from, index));
    parts.push(parts.length === 0 ? text.slice(0, index) + word : word);
    from = index + word.length;
  }
  return parts;
}

/** A shell reads the rest: words of it are words of a program, and no flags. */
export function isShell(words: readonly string[]): boolean {
  return /(?:^|\/)(?:ba|da|a)?sh$/.test(words[0] ?? '');
}

/** The variable whose value a word is: `${REDIS_MAXMEMORY:-30mb}`. */
export function referenceIn(value: string): string | undefined {
  return /^["']?\$\{?([A-Za-z_]\w*)(?::?-[^}]*)?\}?["']?$/.exec(value)?.[1];
}
