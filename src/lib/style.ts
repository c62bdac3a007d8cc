import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Styles for one stream. With colour off every one returns its text as it is. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly mark: (text: string) => string;
}

export function createStyle(colour: boolean): Style {
  const paint = (format: Format) => (text: string) =>
    colour && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    good: paint('green'),
    warn: paint('yellow'),
    bad: paint('red'),
    mark: paint(['bold', 'yellow']),
  };
}

/** What decides about colour, beside the stream itself. */
export interface ColourWish {
  readonly isTTY: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--no-color` was given. */
  readonly refused: boolean;
}

/** NO_COLOR (no-color.org) and `--no-color` win, then FORCE_COLOR (`0` and `false` mean no), then whether it is a terminal. */
export function wantsColour({ isTTY, env, refused }: ColourWish): boolean {
  if (refused || (env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return isTTY && env['TERM'] !== 'dumb';
}
