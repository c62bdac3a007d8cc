import { readFileSync } from 'node:fs';

import { Tokenizer } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';

import { splitWords, WordPiece } from '../../../src/embed/embedder/word-piece.ts';
import { fc } from '../../lib/fast-check.ts';

const bundled = new URL('../../../src/embed/embedder/bundled/', import.meta.url);
const pieces = readFileSync(new URL('pieces.txt', bundled), 'utf8').split('\n');
const ids = new Map(pieces.map((piece, id) => [piece, id]));
const unknown = ids.get('[UNK]');

/** The library, set up as BERT's uncased models set it up, without special tokens around the text. */
const library = new Tokenizer(
  {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: null,
    decoder: null,
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(ids),
    },
  },
  {},
);
const wordPiece = new WordPiece(ids);

const byLibrary = (text: string): number[] => library.encode(text).ids.filter((id: number) => id !== unknown);
const byUs = (text: string): number[] =>
  splitWords(text).flatMap((word) => Array.from(wordPiece.pieces(word)));

describe('WordPiece gives the pieces that @huggingface/tokenizers gives', () => {
  it('for every line of 320 CVs in three languages', () => {
    const lines = readFileSync(new URL('../../relevance/people.jsonl', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line): string[] => JSON.parse(line).text.split('\n'));
    expect(lines.length).toBeGreaterThan(5000);
    for (const line of lines) expect(byUs(line), line).toEqual(byLibrary(line));
  });

  it.each([
    ['technologies', 'C++ C# .NET Node.js CI/CD k8s TCP/IP AS/400'],
    ['accents and ligatures', 'Łukasz Müller-Weiß, İstanbul, résumé ﬁnance, naïve cafe\u0301'],
    ['scripts', '日本語 한국어 ภาษาไทย हिन्दी العربية Ελληνικά Русский 𠀀𠀁'],
    [
      'invisible characters',
      'soft\u00adhyphen zero\u200bwidth \ufefffeed\u0000null\ufffd lone\ud800 \x0b\x0c\x85\u2028',
    ],
    ['typography', '“quotes” – — … • ✓ ★ € £ ½ ™ 😀'],
    ['a word at the limit and one beyond', `${'a'.repeat(100)} ${'a'.repeat(101)} ${'é'.repeat(101)}`],
    ['blank text', ' \t\r\n\u00a0\u3000 '],
  ])('for %s', (_, text) => {
    expect(byUs(text)).toEqual(byLibrary(text));
  });

  it('for any string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(byUs(text)).toEqual(byLibrary(text));
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(byUs(text)).toEqual(byLibrary(text));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('WordPiece', () => {
  it('takes special tokens in a text for text', () => {
    expect(splitWords('[SEP] [UNK]')).toEqual(['[', 'sep', ']', '[', 'unk', ']']);
  });

  it('gives nothing for what no piece begins, and for blobs', () => {
    expect(wordPiece.pieces('\u{1f600}')).toEqual([]);
    expect(wordPiece.pieces('a'.repeat(10_001))).toEqual([]);
  });

  it('answers the same after its cache of words has overflowed', () => {
    const before = wordPiece.pieces('typescript');
    for (let i = 0; i < 25_000; i++) wordPiece.pieces(`qx${i}zq`);
    expect(wordPiece.pieces('typescript')).toEqual(before);
  });
});
