/**
 * Makes the bundled model: `npx tsx scripts/model/train.ts --teacher ../shared/models --corpus texts.jsonl.gz`.
 * The recipe and what came of it: src/embed/embedder/bundled/MODEL.md.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { z } from 'zod';

import { StaticTokens } from '../../src/embed/embedder/static-tokens.ts';
import { splitWords } from '../../src/embed/embedder/word-piece.ts';
import { chooseTerms } from './choose-terms.ts';
import { readCorpus } from './corpus.ts';
import { normaliseRows } from './dot.ts';
import { fit, measureFidelity, type Lessons, type Table } from './fit.ts';
import { GLOSSARIES } from './glossary.ts';
import { groupVectors } from './group.ts';
import { planLessons } from './lessons.ts';
import { principalAxes, rotate } from './principal-axes.ts';
import { quantise } from './quantise.ts';
import { TEACHER, TEACHER_DIMENSIONS, teacherTokens, teacherVectors } from './teacher.ts';

const SEED = 20_250_101;
const DIMENSIONS = 256;
/** Rows of terms beside WordPiece: with 256 dimensions the files stay under 12 MB. */
const MOST_TERMS = 12_000;
/** Arora, Liang and Ma, "A Simple but Tough-to-Beat Baseline" (2017): weight a / (a + p), a = 1e-3. */
const SIF = 1e-3;

const Tokenizer = z.object({ model: z.object({ vocab: z.record(z.string(), z.number()) }) });

const { values: args } = parseArgs({
  options: {
    teacher: { type: 'string', default: '../shared/models' },
    corpus: { type: 'string', default: '../shared/models/distil-corpus.jsonl.gz' },
    out: { type: 'string', default: 'src/embed/embedder/bundled' },
    epochs: { type: 'string', default: '7' },
    rate: { type: 'string', default: '0.003' },
    pairs: { type: 'string', default: '5' },
    terms: { type: 'string', default: String(MOST_TERMS) },
  },
});

function readPieces(folder: string): string[] {
  const { model } = Tokenizer.parse(
    JSON.parse(readFileSync(join(folder, TEACHER, 'tokenizer.json'), 'utf8')),
  );
  const pieces: string[] = [];
  for (const [piece, row] of Object.entries(model.vocab)) pieces[row] = piece;
  return pieces;
}

/** SIF weights from how often each row occurs in the training text. */
function rowWeights(rows: readonly Uint32Array[], count: number): Float32Array {
  const counts = new Float64Array(count);
  let total = 0;
  for (const text of rows) {
    for (const row of text) counts[row] = (counts[row] ?? 0) + 1;
    total += text.length;
  }
  return Float32Array.from(counts, (n) => SIF / (SIF + n / total));
}

/** Words and phrases of the glossary that WordPiece would cut up; one- to three-word entries, as in `chooseTerms`. */
function glossaryTerms(known: ReadonlySet<string>): string[] {
  const others = GLOSSARIES.flatMap((glossary) => [...glossary.values()].flat());
  const split = others.map((text) => splitWords(text));
  return split
    .filter((words) => words.length <= 3)
    .map((words) => words.join(' '))
    .filter((term) => !known.has(term));
}

function concatenate(...parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

const say = (text: string): void => console.error(text);
const texts = readCorpus(args.corpus);
const pieces = readPieces(args.teacher);
const found = chooseTerms(texts, new Set(pieces), Number(args.terms));
const plan = planLessons(texts, found, SEED);
const terms = [...new Set([...found, ...glossaryTerms(new Set(pieces))])];
const tokens = new StaticTokens(pieces, terms);
const rows = plan.wordings.map(({ text }) => Uint32Array.from(tokens.rows(text)));
say(
  `${texts.length} texts, ${plan.learnt.length} wordings to learn, ${pieces.length} pieces, ${terms.length} terms`,
);

const words = await teacherTokens(
  args.teacher,
  pieces.length,
  pieces.indexOf('[CLS]'),
  pieces.indexOf('[SEP]'),
);
const sentences = concatenate(
  await teacherVectors(args.teacher, plan.corpus, 'corpus'),
  await teacherVectors(args.teacher, plan.invented, 'invented'),
  await teacherVectors(args.teacher, plan.entries, 'entries'),
);
const { axes, kept } = principalAxes(sentences, TEACHER_DIMENSIONS, DIMENSIONS);
say(`${DIMENSIONS} axes keep ${(100 * kept).toFixed(1)}% of the teacher's energy`);
const targets = normaliseRows(rotate(sentences, TEACHER_DIMENSIONS, axes), DIMENSIONS);

const vectors = new Float32Array((pieces.length + terms.length) * DIMENSIONS);
vectors.set(normaliseRows(rotate(words, TEACHER_DIMENSIONS, axes), DIMENSIONS));
const table: Table = {
  dimensions: DIMENSIONS,
  vectors,
  weights: rowWeights(rows, pieces.length + terms.length),
};

const lessons: Lessons = {
  rows,
  targets,
  targetOf: Uint32Array.from(plan.wordings, ({ meaning }) => meaning),
  groups: groupVectors(targets, DIMENSIONS, SEED),
};
const report = (label: string): void => {
  const { cosine, correlation } = measureFidelity(table, lessons, plan.heldOut);
  say(`${label}: held-out cosine ${cosine.toFixed(4)}, similarity correlation ${correlation.toFixed(4)}`);
};
report('before');
fit(table, lessons, plan.learnt, {
  epochs: Number(args.epochs),
  batch: 1024,
  rate: Number(args.rate),
  pairs: Number(args.pairs),
  seed: SEED,
  onEpoch: (epoch, loss) => report(`epoch ${epoch + 1}, loss ${loss.toFixed(4)}`),
});

mkdirSync(args.out, { recursive: true });
writeFileSync(join(args.out, 'model.bin'), quantise(table));
writeFileSync(join(args.out, 'pieces.txt'), pieces.join('\n'));
writeFileSync(join(args.out, 'terms.txt'), terms.join('\n'));
