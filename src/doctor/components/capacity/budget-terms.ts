import type { Judged } from '../../../sizing/invariant.ts';
import { shown } from '../../../sizing/quantity.ts';
import type { Place } from '../../../project/project.ts';
import type { Seen } from '../../check.ts';

/** Every term of a sum as evidence: its number, what it is made of, and where a person would change it. */
export function termsSeen({ terms, bound }: Judged): readonly Seen[] {
  const lines = terms.map(({ label, quantity }): Seen => {
    const { origin } = quantity;
    const note = origin.kind === 'default' ? ` (${origin.note})` : '';
    return {
      by: origin.kind === 'measured' ? 'live' : 'config',
      text: `${shown(quantity)}: ${label}${note}`,
      ...(origin.at === undefined ? {} : { at: origin.at }),
    };
  });
  const { origin } = bound;
  const limit: Seen = {
    by: origin.kind === 'measured' ? 'live' : 'config',
    text: `against ${shown(bound)}: ${origin.note}`,
    ...(origin.at === undefined ? {} : { at: origin.at }),
  };
  return [...lines, limit];
}

/** Where the terms and the bound are written, `but` one. */
export function placesOf({ terms, bound }: Judged, but: Place): readonly Place[] {
  const places = [...terms.map(({ quantity }) => quantity.origin.at), bound.origin.at].filter(
    (place) => place !== undefined,
  );
  const key = (place: Place): string => `${place.file}:${place.line}:${place.column}`;
  const once = new Map(places.map((place) => [key(place), place]));
  once.delete(key(but));
  return [...once.values()];
}
