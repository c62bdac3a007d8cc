import { describe, expect, test } from 'vitest';
import { outcomeOf, textOf } from './documents.ts';

const utf16 = (text: string, bigEndian = false): Buffer => {
  const bytes = Buffer.from(text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};

describe('plain text', () => {
  test.each([
    ['UTF-8', Buffer.from('Zoë – Köln')],
    ['UTF-8 with mark', Buffer.from('\uFEFFZoë – Köln')],
    ['UTF-16 with mark', utf16('\uFEFFZoë – Köln')],
    ['big-endian UTF-16 with mark', utf16('\uFEFFZoë – Köln', true)],
    [
      'Windows-1252',
      Buffer.from([...Buffer.from('Zo\xEB ', 'latin1'), 0x96, ...Buffer.from(' K\xF6ln', 'latin1')]),
    ],
  ])('%s', async (_, bytes) => {
    expect(await textOf(bytes, 'a.txt')).toBe('Zoë – Köln');
  });

  test('UTF-16 without mark', async () => {
    expect(await textOf(utf16('Jane Example, engineer'), 'a.txt')).toBe('Jane Example, engineer');
    expect(await textOf(utf16('Jane Example, engineer', true), 'a.txt')).toBe('Jane Example, engineer');
  });
});

describe('HTML', () => {
  test.each([
    [
      'blocks, lists and breaks',
      '<h1>Jane</h1><p>a<br>b</p><ul><li>x</li>\n <li>y</li></ul>',
      'Jane\n\na\nb\n\n- x\n- y',
    ],
    [
      'rows',
      '<table><tr><td>2019</td><td><b>Acme</b></td></tr><tr><td>2020<td>Beta</table>',
      '2019\tAcme\n\n2020\tBeta',
    ],
    [
      'what is hidden',
      '<head><title>t</title></head><p>a<script>x</script><span style="color:red; DISPLAY:none">h</span></p><p hidden>i<p>b',
      'a\n\nb',
    ],
    ['entities', '<p>R&amp;D &eacute;t&#233; &euro;&nbsp;5', 'R&D été € 5'],
    [
      'links',
      '<a href="mailto:jane@example.com"><svg/></a> <a href="tel:+442079460123">+44 (0) 20 7946 0123</a><a href="#top">up</a>',
      'jane@example.com +44 (0) 20 7946 0123up',
    ],
  ])('%s', async (_, html, text) => {
    expect(await textOf(html, 'a.html')).toBe(text);
  });

  test('the charset that the page names', async () => {
    const html = Buffer.from('<meta charset="windows-1251"><p>\xC8\xE2\xE0\xED', 'latin1');
    expect(await textOf(html, 'a.html')).toBe('Иван');
  });

  test('depth overflows no stack, and beyond all measure is an error', async () => {
    expect(await textOf(`${'<div><table><tr><td>'.repeat(2_000)}deep`, 'a.html')).toBe('deep');
    expect(await outcomeOf('<div>'.repeat(100_000), 'a.html')).toMatchObject({ outcome: 'corrupt' });
  });
});

test('Markdown keeps its text and loses its marks', async () => {
  const markdown = [
    '# Jane Example #',
    '**Engineer** at _Acme_ with snake_case_name and `C++`, 5 * 3 * 2',
    'Contact',
    '-------',
    '* [Mail](mailto:jane@example.com)',
    '+ [github.com/jane](https://github.com/jane)',
    '- <https://jane.example.com>',
    '',
    '| Years | Employer |',
    '|-------|:--------:|',
    '| 2019  | Acme     |',
    '<b>bold</b> R&amp;D ![photo](me.png)',
  ].join('\n');
  expect(await textOf(markdown, 'a.md')).toBe(
    'Jane Example\nEngineer at Acme with snake_case_name and C++, 5 * 3 * 2\nContact\n- Mail jane@example.com\n- github.com/jane\n' +
      '- https://jane.example.com\n\nYears\tEmployer\n2019\tAcme\nbold R&D photo',
  );
});
