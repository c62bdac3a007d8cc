import { describe, expect, it } from 'vitest';
import { fold } from '../../../src/domain/fold.ts';
import { findEmails, findLinks } from '../../../src/ingest/extract/contacts.ts';
import { findDates } from '../../../src/ingest/extract/dates.ts';
import { linesOf } from '../../../src/ingest/extract/lines.ts';
import { findPhones } from '../../../src/ingest/extract/phones.ts';
import { findSections } from '../../../src/ingest/extract/sections.ts';

const values = (found: readonly { readonly value: string }[]): string[] => found.map(({ value }) => value);
const phones = (text: string, country?: string): string[] =>
  values(findPhones(text, fold(text), findDates(text), country));
const links = (text: string): string[] => values(findLinks(linesOf(text), findSections(text)));

describe('findEmails', () => {
  it.each([
    ['Mail: Anna.Muster@Example.com.', ['anna.muster@example.com']],
    ['anna (at) example (dot) org', ['anna@example.org']],
    ['anna [at] example.org', ['anna@example.org']],
    ['anna at example dot org', ['anna@example.org']],
    ['anna@\nexample.org', ['anna@example.org']],
    ['<a@example.com>, b@example.com; a@example.com', ['a@example.com', 'b@example.com']],
    ['Engineer at Example.org', []],
    ['I was at home, dot by dot', []],
    ['@handle and foo@bar', []],
  ])('%j', (text, expected) => {
    expect(values(findEmails(text))).toEqual(expected);
  });
});

describe('findPhones', () => {
  it.each([
    ['+44 20 7946 0113', undefined, ['+442079460113']],
    ['+44 (0)20 7946 0113', undefined, ['+442079460113']],
    ['0044 20 7946 0113', undefined, ['+442079460113']],
    ['Tel. 030 / 23 125 123', 'DE', ['+493023125123']],
    ['06 99 00 12 34', 'FR', ['+33699001234']],
    ['Phone: (512) 555-0147', 'US', ['+15125550147']],
    ['Tel. 030 23125123', undefined, ['03023125123']],
    ['+49 30 2015 2018', undefined, ['+493020152018']],
    ['+33 1 99 00 12 34 / +33 6 99 00 12 35', undefined, ['+33199001234', '+33699001235']],
  ])('reads %j', (text, country, expected) => {
    expect(phones(text, country)).toEqual(expected);
  });

  it.each([
    'born 12.04.1985',
    '03/2019 - 06/2021',
    '2017 - 2020',
    '01.03.2019 - 30.06.2021',
    'ISO 27001 and 9001',
    'ORCID 0000-0002-1825-0097',
    'saved 1 200 000 000 euros',
    '75011 Paris',
  ])('finds none in %j', (text) => {
    expect(phones(text, 'DE')).toEqual([]);
  });
});

describe('findLinks', () => {
  it.each([
    ['github.com/anna-dev', ['https://github.com/anna-dev']],
    ['http://www.GitHub.com/anna-dev/?tab=repos', ['https://github.com/anna-dev']],
    ['https://de.linkedin.com/in/anna-m/', ['https://linkedin.com/in/anna-m']],
    ['GitHub: annadev', ['https://github.com/annadev']],
    ['Berlin | anna.dev | +49 30 23125 123', ['https://anna.dev']],
    ['Website: anna.example.com', ['https://anna.example.com']],
    ['Node.js and ASP.NET developer', []],
    ['anna@example.com', []],
    ['Experience\nEngineer, https://acme.example.com', []],
    ['Projects\nhttps://github.com/anna/tool', []],
  ])('%j', (text, expected) => {
    expect(links(text)).toEqual(expected);
  });
});
