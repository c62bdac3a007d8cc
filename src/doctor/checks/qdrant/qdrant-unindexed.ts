import { qdrantKey } from '../../../facts/qdrant.ts';
import { defineCheck, type Finding, found, HEALTHY, notApplicable, notObservable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import type { QdrantLive } from '../../live/live.ts';
import { qdrantServices } from '../../components/qdrant/qdrant-settings.ts';
import { placeOfProject } from '../../components/compose/places.ts';

type Collection = QdrantLive['collections'][number];

/** `indexing_threshold` counts kilobytes of vectors in one segment; this many there are by itself (facts: CPUs/2, 2 to 8). */
const SEGMENTS = 8;
/** float32. */
const BYTES_PER_DIM = 4;
const KILOBYTE = 1024;

export const qdrantUnindexed = defineCheck({
  id: 'qdrant-unindexed',
  area: 'qdrant',
  severity: 'warning',
  title: 'Collections of Qdrant have an index',
  why: `indexing_threshold: 0 switches the graph off, which makes a bulk load fast. Left so, every search compares the question with every
vector: answers stay right and take ten times as long with ten times as many people, while the collection is green.`,
  repair:
    'Give the collection its threshold back: PATCH /collections/NAME with {"optimizers_config": {"indexing_threshold": 10000}}; it is indexed in the background.',
  fixClass: 'never',
  source:
    'Qdrant documentation, Bulk upload; seen with qdrant 1.18.3: 20,000 points, indexing_threshold 0, status green, indexed_vectors_count 0, and all of them 16 s after the PATCH',
  run: ({ project, live }) => {
    const services = qdrantServices(project);
    if (services.length === 0 && live.qdrant.size === 0) return notApplicable('no service is Qdrant');
    const answers = [...live.qdrant].flatMap(([name, answer]) =>
      answer.seen ? answer.value.collections.map((collection) => ({ name, collection })) : [],
    );
    const findings = answers.flatMap(
      ({ name, collection }) => findingOf({ project, name }, collection) ?? [],
    );
    if (findings.length > 0) return found(findings);
    const dark = [...live.qdrant.values()].find(({ seen }) => !seen);
    if (dark !== undefined && !dark.seen) return notObservable(dark.why);
    return live.qdrant.size > 0 ? HEALTHY : notObservable('Qdrant was not asked');
  },
});

function findingOf(
  { project, name }: { readonly project: Evidence['project']; readonly name: string },
  collection: Collection,
): Finding | undefined {
  const { points, indexedVectors, dimensions, indexingThreshold, status } = collection;
  const usual = Number(qdrantKey('storage.optimizers.indexing_threshold_kb')?.default);
  const threshold = indexingThreshold ?? usual;
  // While it builds the index it is yellow; grey waits for the next write.
  if (status !== 'green' || dimensions === undefined || indexedVectors >= points / 2) return undefined;
  const kilobytes = (points * dimensions * BYTES_PER_DIM) / KILOBYTE;
  const switchedOff = threshold === 0;
  if (kilobytes <= (switchedOff ? usual : threshold) * SEGMENTS) return undefined;
  const service = project.services.find((one) => one.name === name);
  return {
    message: switchedOff
      ? `Collection ${collection.name} of ${name} has ${points} points and no index: indexing_threshold is 0.`
      : `Collection ${collection.name} of ${name} has ${points} points, ${indexedVectors} of them in the index, and does not go on.`,
    at: service?.at ?? placeOfProject(project),
    evidence: [
      {
        by: 'live',
        text: `${collection.name}: ${points} points, ${indexedVectors} indexed, indexing_threshold ${threshold}, ${status}`,
      },
    ],
    repair: switchedOff
      ? `PATCH /collections/${collection.name} with {"optimizers_config": {"indexing_threshold": ${usual}}}.`
      : `Look at the log of ${name} for what stops the optimiser, and at m of the collection (0 switches the graph off).`,
  };
}
