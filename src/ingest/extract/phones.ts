import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Found, Span } from '../../domain/profile.ts';
import { unique } from './contacts.ts';
import type { DateRange } from './dates.ts';

/** 7 to 15 digits (ITU-T E.164), with the marks that people set between them, on one line. */
const NUMBER =
  /(?<![\p{L}\p{N}_./@-])(?:\+ ?|\( ?\+ ?|00)?\(?\d(?:[ \u00a0]?[()./-]{0,2}[ \u00a0]?\d){6,16}(?![\p{L}\p{N}@_]|[.,]\d)/gu;
const LABEL =
  /(?:tel|telefon|telephone|phone|mobile|mobil|handy|cell|fon|fax|movil|telefono|portable|gsm|cellulare|telefoon|telemovel|telefone|whatsapp|ph|t|m|p|natel|festnetz)\s?(?:no|nr|number|nummer)?\.?\s?[:.)-]?\s*$/;
const NOT_A_PHONE =
  /(?:fax|id|nr|no|number|nummer|vat|siret|iban|isbn|issn|orcid|nif|dni|ust|steuer|matrikel|doi|nie|reg)\S*\s?[:#]?\s*$/;

const isInternational = (written: string): boolean => /^\(? ?\+|^00/.test(written);

const e164 = (written: string, country: string | undefined): string => {
  const digits = isInternational(written)
    ? `+${written.replace(/\(0\)/, '').replace(/\D/g, '').replace(/^00/, '')}`
    : written;
  const parsed = parsePhoneNumberFromString(digits, isCountry(country) ? country : undefined);
  // Possible, not valid: numbers of a new range are valid long before a library knows it.
  if (parsed?.isPossible() === true) return parsed.number;
  return isInternational(written) ? digits : written.replace(/\D/g, '');
};

const isCountry = (code: string | undefined): code is CountryCode =>
  code !== undefined && /^[A-Z]{2}$/.test(code);

const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/** Dates that a national number must not touch; a bare year may be four digits of one. */
const isDate = (date: DateRange): boolean =>
  date.form === 'range' || (date.start ?? date.end ?? '').length > 4;

/**
 * Every telephone number. Dates are known first, so neither `01.02.1985` nor `2017 - 2020` is one; a number without a
 * country code counts only behind a label, or where it starts with 0 or a bracket and has at least 9 digits.
 * `country`: ISO 3166 code that national numbers belong to, where the CV tells it.
 */
export const findPhones = (
  text: string,
  folded: string,
  dates: readonly DateRange[],
  country: string | undefined,
): readonly Found<string>[] => {
  const days = dates.filter(isDate);
  const found: Found<string>[] = [];
  let next = 0;
  for (const match of text.matchAll(NUMBER)) {
    const written = match[0];
    const at = { start: match.index, end: match.index + written.length };
    const digits = written.replace(/\D/g, '').length;
    while ((days[next]?.at.end ?? Infinity) <= at.start) next += 1;
    const before = folded.slice(Math.max(0, at.start - 16), at.start);
    if (digits > 15 || (NOT_A_PHONE.test(before) && !LABEL.test(before))) continue;
    if (!isInternational(written)) {
      const day = days[next];
      if (day !== undefined && overlaps(day.at, at)) continue;
      if (
        !LABEL.test(before) &&
        !(digits >= 9 && /^[0(]/.test(written)) &&
        !/^\d{3}[-. ]\d{3}[-. ]\d{4}$/.test(written)
      )
        continue;
    }
    found.push({ value: e164(written, country), at });
  }
  return unique(found);
};
