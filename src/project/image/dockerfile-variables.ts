import type { Instruction } from './dockerfile-stages.ts';

/** The variables of a build as its instructions go on. */
export interface DockerfileVariables {
  /** Takes in what ARG and ENV say. */
  learn(instruction: Instruction): void;
  /** The text with the values in it; undefined where one is not known, or where quotes and escapes would have to be understood. */
  filledIn(text: string): string | undefined;
}

/** `args` are those that the build is given: they win over what ARG says. What ENV says wins over both (Dockerfile reference, ARG). */
export function dockerfileVariables(args: ReadonlyMap<string, string>): DockerfileVariables {
  const declared = new Map<string, string | undefined>();
  const environment = new Map<string, string | undefined>();
  const valueOf = (name: string): string | undefined =>
    environment.has(name) ? environment.get(name) : declared.get(name);

  const filledIn = (text: string): string | undefined => {
    let isKnown = true;
    const filled = text.replaceAll(
      /\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))|[$"'`\\]/g,
      (_, braced?: string, otherwise?: string, bare?: string) => {
        const value = valueOf(braced ?? bare ?? '') ?? otherwise;
        isKnown &&= value !== undefined;
        return value ?? '';
      },
    );
    return isKnown ? filled : undefined;
  };

  return {
    filledIn,
    learn({ keyword, words }) {
      const texts = words.map(({ text }) => text);
      if (keyword === 'ARG')
        for (const [name, value] of texts.map(assignment))
          declared.set(name, args.get(name) ?? (value === undefined ? undefined : filledIn(value)));
      if (keyword !== 'ENV') return;
      const [name = '', ...value] = texts;
      // The old form has one name, and a value to the end of the line.
      const pairs = name.includes('=') ? texts.map(assignment) : [[name, value.join(' ')] as const];
      for (const [key, text = ''] of pairs) environment.set(key, filledIn(text));
    },
  };
}

function assignment(word: string): readonly [string, string | undefined] {
  const [, name = word, value] = /^([^=]*)=(.*)$/s.exec(word) ?? [];
  return [name, value];
}
