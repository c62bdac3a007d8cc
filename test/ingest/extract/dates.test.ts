import { describe, expect, it } from 'vitest';
import { findDates } from '../../../src/ingest/extract/dates.ts';

const read = (text: string): string[] =>
  findDates(text).map(({ start, end, current, form }) =>
    form === 'single' ? `${start}` : `${start}..${current ? 'now' : end}`,
  );

describe('findDates', () => {
  it.each([
    ['03/2019 – 06/2021', '2019-03..2021-06'],
    ['Mar 2018 to Dec 2019', '2018-03..2019-12'],
    ['2017–2020', '2017..2020'],
    ["Jan '19 - Present", '2019-01..now'],
    ['since 2020', '2020..now'],
    ['seit 09/2016', '2016-09..now'],
    ['09.2016 – heute', '2016-09..now'],
    ['janvier 2018 à aujourd’hui', '2018-01..now'],
    ['depuis mars 2020', '2020-03..now'],
    ['2019-03 - 2021-06', '2019-03..2021-06'],
    ['Q1 2020 – Q3 2021', '2020-01..2021-09'],
    ['2017-20', '2017..2020'],
    ['Mar – Aug 2019', '2019-03..2019-08'],
    ['01.03.2019 - 30.06.2021', '2019-03..2021-06'],
    ['04/15/2019 – 05/20/2021', '2019-04..2021-05'],
    ['enero de 2018 – actualidad', '2018-01..now'],
    ['Ago. 2018 – a la fecha', '2018-08..now'],
    ['de 2015 a 2017', '2015..2017'],
    ['gen 2018 – in corso', '2018-01..now'],
    ['août 2016 – févr. 2018', '2016-08..2018-02'],
    ['March 2019\n– June 2020', '2019-03..2020-06'],
    ['July 2025 to date', '2025-07..now'],
    ['Sept. 2012 - to date', '2012-09..now'],
    ['Jänner 2021 – heute', '2021-01..now'],
    ['09/2014 à ce jour', '2014-09..now'],
    ['March 2014 até o momento', '2014-03..now'],
    ['mei 2014 – heden', '2014-05..now'],
    ['03/19 - 06/21', '2019-03..2021-06'],
    ["'17–'20", '2017..2020'],
    ['2009/10', '2009..2010'],
    ['2010–12', '2010..2012'],
    ['09/2021 –\tEngineer', '2021-09..now'],
    ['December 1999 until January 2001', '1999-12..2001-01'],
    ['May 2018', '2018-05'],
    ['2019', '2019'],
    ['2010-12', '2010-12'],
  ])('reads %j', (text, expected) => {
    expect(read(text)).toEqual([expected]);
  });

  it.each(['24/7', '9/10', 'ISO 9001', '40,000', 'Room 2100', 'may lead', 'a 1/2 day', '12.99', '$2019'])(
    'finds no date in %j',
    (text) => {
      expect(read(text)).toEqual([]);
    },
  );

  it('gives the span of the whole range, with the word that opens it', () => {
    const text = 'Engineer (seit 09/2016), Acme';
    const [date] = findDates(text);
    expect(text.slice(date?.at.start, date?.at.end)).toBe('seit 09/2016');
  });
});
