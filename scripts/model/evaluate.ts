/**
 * How well the bundled model ranks, beside its teacher and beside words alone:
 * `npx tsx scripts/model/evaluate.ts [--set test/relevance] [--teacher ../shared/models]`.
 */
import { parseArgs } from 'node:util';

import { openBundledEmbedder } from '../../src/embed/embedder/bundled.ts';
import { openTransformersEmbedder } from '../../src/embed/embedder/transformers.ts';
import { seededRandom } from './random.ts';
import { fuseLegs, mean, ndcg, rankByMeaning, rankLexically, readRelevanceSet, type Leg } from './ranking.ts';
import { TEACHER } from './teacher.ts';

const RESAMPLES = 10_000;
const SEED = 7;

const { values: args } = parseArgs({
  options: {
    set: { type: 'string', default: 'test/relevance' },
    teacher: { type: 'string', default: '../shared/models' },
  },
});

/** Mean and 95% interval of the paired differences, by bootstrap over queries (Sakai 2006). */
function interval(differences: readonly number[]): string {
  const random = seededRandom(SEED);
  const means = Array.from({ length: RESAMPLES }, () =>
    mean(differences.map(() => differences[Math.floor(random() * differences.length)] ?? 0)),
  ).toSorted((a, b) => a - b);
  const at = (share: number): string => (means[Math.floor(share * RESAMPLES)] ?? 0).toFixed(3);
  return `${mean(differences).toFixed(3)} [${at(0.025)}, ${at(0.975)}]`;
}

const set = readRelevanceSet(args.set);
const bundled = await openBundledEmbedder();
const teacher = await openTransformersEmbedder({
  model: TEACHER,
  localModelPath: args.teacher,
  cacheDir: args.teacher,
  onDownload: (text) => console.error(text),
});
const words = rankLexically(set);
const ours = await rankByMeaning(set, bundled);
const theirs = await rankByMeaning(set, teacher);
const both = (meaning: readonly Leg[]): Leg[] =>
  meaning.map((leg, i) => fuseLegs([words[i] ?? new Map(), leg]));
const rankings = {
  BM25: words,
  bundled: ours,
  'MiniLM int8': theirs,
  'BM25 + bundled': both(ours),
  'BM25 + MiniLM int8': both(theirs),
};
await bundled.close();
await teacher.close();

const kinds = [...new Set(set.queries.map(({ kind }) => kind))];
const scores = Object.entries(rankings).map(([name, legs]) => ({
  name,
  values: set.queries.map(({ grades }, i) => ndcg(legs[i] ?? new Map(), grades)),
}));
console.log(
  `${set.people.length} people, ${set.queries.length} queries, nDCG@10, dense model ${bundled.id}\n`,
);
console.log(`| ranking | all | ${kinds.join(' | ')} |\n|---|---|${kinds.map(() => '---|').join('')}`);
for (const { name, values } of scores) {
  const byKind = kinds.map((kind) => mean(values.filter((_, i) => set.queries[i]?.kind === kind)).toFixed(3));
  console.log(`| ${name} | ${mean(values).toFixed(3)} | ${byKind.join(' | ')} |`);
}
const values = (name: keyof typeof rankings): number[] =>
  scores.find((one) => one.name === name)?.values ?? [];
const compare = (a: keyof typeof rankings, b: keyof typeof rankings): void => {
  const difference = interval(values(a).map((value, i) => value - (values(b)[i] ?? 0)));
  console.log(`${a} − ${b}: ${difference}; ratio ${(mean(values(a)) / mean(values(b))).toFixed(3)}`);
};
console.log('\nPaired differences with 95% bootstrap intervals:');
compare('BM25 + bundled', 'BM25 + MiniLM int8');
compare('bundled', 'MiniLM int8');
compare('BM25 + bundled', 'BM25');
