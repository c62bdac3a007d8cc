import { finishDocument } from './finish-document.ts';
import { htmlText } from './html.ts';
import { LinkMarks, withoutMarks } from './link-marks.ts';
import type { Reader } from './reader.ts';
import { decodeText } from './text.ts';

/** Text of Markdown without its marks; HTML inside it reads as HTML. */
export const readMarkdown: Reader = async (bytes, limits) => {
  const marks = new LinkMarks();
  const source = withoutMarks(decodeText(bytes))
    .replace(/\r\n?/g, '\n')
    .slice(0, limits.characters * 2);
  const text = plainLines(source)
    .map((line) => plainLine(line, marks))
    .join('\n');
  return finishDocument({ format: 'md', pages: marks.resolve([text]) }, limits);
};

/** Drops what is structure only: front matter fences, underlines of headings, table rules, code fences, definitions. */
function plainLines(source: string): string[] {
  const lines = source.replace(/<!--[\s\S]*?-->/g, '').split('\n');
  return lines.filter(
    (line) => !/^\s*(?:={3,}|-{3,}|\*{3,}|_{3,}|`{3,}.*|~{3,}.*|\|?[\s:|-]*-{3,}[\s:|-]*)\s*$/.test(line),
  );
}

function plainLine(line: string, marks: LinkMarks): string {
  const block = line
    .replace(/^\s{0,3}(?:>\s?)+/, '')
    .replace(/^\s{0,3}(#{1,6})\s+/, '\n')
    .replace(/\s#+\s*$/, '')
    .replace(/^(\s*)[*+-]\s+(?:\[[ xX]\]\s+)?/, '$1- ')
    .replace(/^\s*\|(.*)\|\s*$/, (_, cells: string) =>
      cells
        .split('|')
        .map((cell) => cell.trim())
        .join('\t'),
    );
  const inline = block
    .replace(/!\[([^\]\n]{0,200})\]\([^)\n]{0,500}\)/g, '$1')
    .replace(
      /\[([^\][\n]{0,300})\]\(\s*<?([^)>\s]{1,500})>?[^)\n]{0,200}\)/g,
      (_, text: string, target: string) => text + marks.mark(target),
    )
    .replace(/<((?:mailto:|https?:\/\/)?[^\s<>]+[@.][^\s<>]+\.?[^\s<>]*)>/g, (whole, target: string) =>
      /^[^/\s]+@|^mailto:|^http/.test(target) ? target.replace(/^mailto:/, '') : whole,
    )
    .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\p{L}\p{N}*])/gu, '$1')
    .replace(/(?<![\p{L}\p{N}_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\p{L}\p{N}_])/gu, '$1')
    .replace(/`{1,3}([^`\n]+)`{1,3}/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+.!|<>-])/g, '$1')
    .replace(/ {2,}$|\\$/, '');
  return /<\/?[a-z][^>]{0,500}>|&\w{2,8};/i.test(inline) ? htmlInline(inline, marks) : inline;
}

/** Marks set so far pass through HTML untouched by being handed over as they are. */
function htmlInline(line: string, marks: LinkMarks): string {
  const pieces = line.split(/(\uE0F0\d+\uE0F1)/);
  return pieces
    .map((piece, index) => (index % 2 === 1 ? piece : htmlText(piece, piece.length, marks)))
    .join(' ');
}
