import type { LiveEvidence, QdrantLive } from '../../../../src/doctor/live/live.ts';

/** A Qdrant `vectors` that answers so. */
export function qdrantLive(
  answer: Partial<Omit<QdrantLive, 'metrics'>> & { readonly metrics?: Readonly<Record<string, number>> },
): Pick<LiveEvidence, 'qdrant'> {
  const { metrics = {}, ...more } = answer;
  const value: QdrantLive = {
    version: '1.18.3',
    open: true,
    collections: [],
    ...more,
    metrics: new Map(Object.entries(metrics)),
  };
  return { qdrant: new Map([['vectors', { seen: true, value }]]) };
}

export function collection(
  name: string,
  status: string,
  optimizerStatus: string,
): QdrantLive['collections'][number] {
  return {
    name,
    status,
    optimizerStatus,
    points: 1000,
    indexedVectors: 1000,
    dimensions: 384,
    indexingThreshold: 10_000,
  };
}
