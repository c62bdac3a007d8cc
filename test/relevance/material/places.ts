import type { TextLanguage } from './family.ts';

export interface Town {
  readonly name: string;
  readonly country: string;
  /** Whose fictional telephone numbers people there have. */
  readonly phone: 'uk' | 'de' | 'fr' | 'us' | 'ie' | 'es';
  readonly writes: readonly TextLanguage[];
}

const towns = (
  country: string,
  phone: Town['phone'],
  writes: readonly TextLanguage[],
  names: string,
): Town[] => names.split(', ').map((name) => ({ name, country, phone, writes }));

export const TOWNS: readonly Town[] = [
  ...towns(
    'United Kingdom',
    'uk',
    ['en'],
    'London, Manchester, Leeds, Bristol, Glasgow, Edinburgh, Aberdeen, Cardiff, Belfast, Norwich, Sheffield, Exeter',
  ),
  ...towns('Ireland', 'ie', ['en'], 'Dublin, Cork, Galway'),
  ...towns('United States', 'us', ['en'], 'Boston, Austin, Seattle, Denver, Chicago, Portland'),
  ...towns('Germany', 'de', ['en', 'de'], 'Berlin, Hamburg, Munich, Leipzig, Stuttgart, Bremen'),
  ...towns('Germany', 'de', ['de'], 'Dresden, Nürnberg, Münster, Kassel'),
  ...towns('Austria', 'de', ['en', 'de'], 'Vienna, Graz'),
  ...towns('France', 'fr', ['en', 'fr'], 'Paris, Lyon, Toulouse'),
  ...towns('France', 'fr', ['fr'], 'Nantes, Lille, Rennes'),
  ...towns('Belgium', 'fr', ['en', 'fr'], 'Brussels'),
  ...towns('Spain', 'es', ['en'], 'Madrid, Valencia, Bilbao'),
  ...towns('Netherlands', 'uk', ['en'], 'Utrecht, Rotterdam'),
  ...towns('Poland', 'uk', ['en'], 'Kraków, Gdańsk'),
  ...towns('Portugal', 'uk', ['en'], 'Porto'),
  ...towns('Sweden', 'uk', ['en'], 'Malmö'),
];

const UK_AREAS = [
  '20 7946',
  '161 496',
  '131 496',
  '117 496',
  '113 496',
  '114 496',
  '115 496',
  '121 496',
  '141 496',
  '151 496',
];
const DE_AREAS = ['30 23125', '69 90009', '40 66969', '221 4710', '89 99998'];
const FR_AREAS = ['1 99 00', '2 61 91', '3 53 01', '4 65 71', '5 36 49'];
const US_AREAS = [
  212, 305, 312, 404, 415, 503, 512, 617, 702, 206, 303, 716, 602, 919, 843, 614, 901, 713, 405, 214,
];

const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');
const of = <T>(items: readonly T[], at: number): T => {
  const item = items[at % items.length];
  if (item === undefined) throw new RangeError('of() an empty list');
  return item;
};

/**
 * The `serial`-th number of a country, from ranges that are reserved for fiction or lie outside the numbers given out
 * (Ofcom, Bundesnetzagentur, Arcep and NANPA publish them; Ireland and Spain: blocks of zeros).
 * Different for different serials below 2,000 (United States) and 10,000 (others).
 */
export function phoneOf(country: Town['phone'], serial: number): string {
  switch (country) {
    case 'uk':
      return `+44 ${of(UK_AREAS, Math.floor(serial / 1000))} ${padded(serial % 1000, 4)}`;
    case 'de':
      return `+49 ${of(DE_AREAS, Math.floor(serial / 1000))} ${padded(serial % 1000, 3)}`;
    case 'fr':
      return `+33 ${of(FR_AREAS, Math.floor(serial / 10_000))} ${padded(Math.floor(serial / 100) % 100, 2)} ${padded(serial % 100, 2)}`;
    case 'us':
      return `+1 ${of(US_AREAS, Math.floor(serial / 100))} 555 01${padded(serial % 100, 2)}`;
    case 'ie':
      return `+353 20 91${padded(serial, 5)}`;
    case 'es':
      return `+34 91 000 ${padded(Math.floor(serial / 100), 2)} ${padded(serial % 100, 2)}`;
    default:
      throw new RangeError(`No numbers for ${String(country)}`);
  }
}
