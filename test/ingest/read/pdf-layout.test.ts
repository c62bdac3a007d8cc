import { jsPDF } from 'jspdf';
import { describe, expect, test } from 'vitest';
import { column, pdfOf, textOf } from './documents.ts';

const lines = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix} ${i + 1}`);
const PROSE = 'built and ran a payment platform for a small bank by the sea';

/** Fails where any text of `first` stands behind any of `second`. */
function expectBefore(text: string, first: readonly string[], second: readonly string[]): void {
  const last = Math.max(...first.map((line) => text.indexOf(line)));
  const next = Math.min(...second.map((line) => text.indexOf(line)));
  for (const line of [...first, ...second]) expect(text).toContain(line);
  expect(last).toBeLessThan(next);
}

describe('columns', () => {
  const side = ['CONTACT', 'jane@example.com', 'Berlin', 'SKILLS', 'TypeScript', 'Go', 'Redis', 'Docker'];
  const main = lines(PROSE, 20);

  test('a sidebar is read to its end before the main column', async () => {
    const pdf = await pdfOf((doc) => {
      column(doc, side, 50, 60, 16);
      column(doc, main, 220, 60, 13);
    });
    expectBefore(await textOf(pdf, 'a.pdf'), side, main);
  });

  test('also where the page paints both columns line by line, on the same baselines', async () => {
    const right = lines(PROSE, 20).map((line) => `Later ${line}`);
    const pdf = await pdfOf((doc) => {
      doc.fontSize(8);
      for (const [index, line] of main.entries()) {
        doc.fontSize(8).text(line, 50, 60 + index * 13, { lineBreak: false });
        doc.fontSize(8).text(right[index] ?? '', 310, 60 + index * 13, { lineBreak: false });
      }
    });
    expectBefore(await textOf(pdf, 'a.pdf'), main, right);
  });

  test('a header over the full width comes first', async () => {
    const header = [
      'Jane Example, engineer of payment systems for banks and for insurers since the year 2010',
      'Second line of the header, which runs over the full width of the page as well, as it should',
    ];
    const pdf = await pdfOf((doc) => {
      column(doc, side, 50, 120, 16);
      column(doc, main, 220, 120, 13);
      column(doc, header, 50, 60);
    });
    const text = await textOf(pdf, 'a.pdf');
    expectBefore(text, header, side);
    expectBefore(text, side, main);
  });

  test('three columns', async () => {
    const [one, two, three] = [lines('Alpha beta', 12), lines('Gamma delta', 12), lines('Epsilon zeta', 12)];
    const pdf = await pdfOf((doc) => {
      column(doc, one, 50, 60, 13);
      column(doc, two, 230, 60, 14);
      column(doc, three, 400, 60, 15);
    });
    const text = await textOf(pdf, 'a.pdf');
    expectBefore(text, one, two);
    expectBefore(text, two, three);
  });
});

describe('rows', () => {
  test('right-aligned dates stay on their line, even above short lines only', async () => {
    const pdf = await pdfOf((doc) => {
      for (let job = 1; job <= 6; job++) {
        const y = 60 + job * 60;
        doc.fontSize(10).text(`Engineer ${job}`, 50, y, { lineBreak: false });
        doc.text(`03/201${job} – 06/201${job + 1}`, 420, y, { lineBreak: false });
        column(doc, [`• Led team ${job}`, `• Wrote tests ${job}`], 50, y + 14);
      }
    });
    const text = await textOf(pdf, 'a.pdf');
    for (let job = 1; job <= 6; job++) {
      expect(text).toContain(
        `Engineer ${job}\t03/201${job} – 06/201${job + 1}\n• Led team ${job}\n• Wrote tests ${job}`,
      );
    }
  });

  test('a table of dates and texts is read row by row', async () => {
    const pdf = await pdfOf((doc) => {
      for (let job = 0; job < 6; job++) {
        const y = 60 + job * 70;
        column(doc, [`201${job} – 201${job + 1}`], 50, y);
        column(doc, [`Engineer ${job}`, `Employer ${job}, Berlin`, PROSE], 180, y);
      }
    });
    const text = await textOf(pdf, 'a.pdf');
    for (let job = 0; job < 6; job++)
      expect(text).toContain(`201${job} – 201${job + 1}\tEngineer ${job}\nEmployer ${job}, Berlin`);
  });

  test('a date that a narrow cell breaks is put together', async () => {
    const pdf = await pdfOf((doc) => {
      for (let job = 0; job < 5; job++) {
        const y = 60 + job * 70;
        column(
          doc,
          job % 2 === 0 ? [`August 201${job} to`, 'present'] : [`June 201${job} to July`, `201${job + 1}`],
          50,
          y,
        );
        column(doc, [`Engineer ${job}`, `Employer ${job}, Berlin`, PROSE], 180, y + 6);
      }
    });
    const text = await textOf(pdf, 'a.pdf');
    expect(text).toContain('August 2012 to present\nEngineer 2\nEmployer 2, Berlin');
    expect(text).toContain('June 2013 to July 2014\nEngineer 3\nEmployer 3, Berlin');
  });

  test('labels and values', async () => {
    const pairs = [
      ['German', 'native'],
      ['English', 'fluent'],
      ['Spanish', 'basic'],
      ['French', 'basic'],
      ['Italian', 'good'],
      ['Dutch', 'some'],
    ];
    const pdf = await pdfOf((doc) => {
      for (const [index, [name, level]] of pairs.entries()) {
        doc
          .fontSize(10)
          .text(name ?? '', 50, 60 + index * 14, { lineBreak: false })
          .text(level ?? '', 300, 60 + index * 14, { lineBreak: false });
      }
    });
    expect(await textOf(pdf, 'a.pdf')).toBe(pairs.map((pair) => pair.join('\t')).join('\n'));
  });
});

describe('lines', () => {
  test('paragraphs are told by their distance; words broken over lines are joined', async () => {
    const pdf = await pdfOf((doc) => {
      column(
        doc,
        ['Wrote soft-', 'ware for ships', 'and for ports', 'and for trains', 'and for planes'],
        50,
        60,
      );
      column(doc, ['Second paragraph'], 50, 160);
    });
    expect(await textOf(pdf, 'a.pdf')).toBe(
      'Wrote software for ships\nand for ports\nand for trains\nand for planes\n\nSecond paragraph',
    );
  });

  test('words painted one by one, fake bold and letter-spaced headings', async () => {
    const pdf = await pdfOf((doc) => {
      let x = 50;
      for (const word of ['Senior', 'Data', 'Engineer']) {
        doc
          .fontSize(10)
          .text(word, x, 60, { lineBreak: false })
          .text(word, x + 0.3, 60, { lineBreak: false });
        x += doc.widthOfString(word) + 2.8;
      }
      for (const [index, letter] of ['S', 'K', 'I', 'L', 'L', 'S'].entries())
        doc.text(letter, 50 + index * 12, 100, { lineBreak: false });
    });
    expect(await textOf(pdf, 'a.pdf')).toBe('Senior Data Engineer\n\nSKILLS');
  });

  test('text on its side follows the rest; text outside the page is not there', async () => {
    const pdf = await pdfOf((doc) => {
      doc
        .save()
        .rotate(90, { origin: [560, 300] })
        .text('Sideways', 560, 300, { lineBreak: false })
        .restore();
      doc.text('Upright', 50, 60, { lineBreak: false }).text('Offpage', 5000, 60, { lineBreak: false });
    });
    expect(await textOf(pdf, 'a.pdf')).toBe('Upright\n\nSideways');
  });

  test('a page turned by its /Rotate reads like any other', async () => {
    const pdf = new jsPDF({ unit: 'pt' });
    pdf.text('Jane Example', 50, 60).text('Engineer', 50, 80);
    const bytes = Buffer.from(pdf.output('arraybuffer'));
    expect(await textOf(bytes, 'a.pdf')).toBe('Jane Example\nEngineer');
  });
});

describe('links', () => {
  test('targets that cannot be read are written after their text, the others are not', async () => {
    const pdf = await pdfOf((doc) => {
      doc.fontSize(10).text('Mail', 50, 60, { link: 'mailto:jane@example.com?subject=Hi', lineBreak: false });
      doc.text('github.com/jane', 50, 74, { link: 'https://github.com/jane/', lineBreak: false });
      doc.text('Script', 50, 88, { link: 'javascript:alert(1)', lineBreak: false });
      doc.link(300, 58, 12, 12, 'tel:+442079460123');
    });
    expect(await textOf(pdf, 'a.pdf')).toBe('Mail jane@example.com +442079460123\ngithub.com/jane\nScript');
  });
});
