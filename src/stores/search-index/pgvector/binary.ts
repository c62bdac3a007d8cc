/**
 * Vectors as pgvector sends and takes them in PostgreSQL's binary format: a third of the bytes of the text form, and none
 * of the time that writing and reading decimals takes (a third of an ingest into pgvector).
 * pg sends a Buffer as a binary parameter.
 */

const HEADER = 4;
const NUMBER = 4;

/** vector_send in pgvector's src/vector.c: count of numbers and an unused zero (int16 each), then float4, big-endian. */
export function vectorBytes(vector: Float32Array): Buffer {
  const bytes = Buffer.alloc(HEADER + NUMBER * vector.length);
  writeVector(bytes, 0, vector);
  return bytes;
}

/**
 * array_send in PostgreSQL's src/backend/utils/adt/arrayfuncs.c, all int32: dimensions (1), whether there are nulls, type
 * of the elements; per dimension its length and first index; per element its length, -1 for null, and its bytes.
 * @param type OID of pgvector's `vector`, which each database gives anew
 */
export function vectorArrayBytes(vectors: readonly (Float32Array | null)[], type: number): Buffer {
  const total = vectors.reduce(
    (sum, vector) => sum + NUMBER + (vector === null ? 0 : HEADER + NUMBER * vector.length),
    5 * NUMBER,
  );
  const bytes = Buffer.alloc(total);
  let at = bytes.writeInt32BE(1, 0);
  at = bytes.writeInt32BE(vectors.includes(null) ? 1 : 0, at);
  at = bytes.writeUInt32BE(type, at);
  at = bytes.writeInt32BE(vectors.length, at);
  at = bytes.writeInt32BE(1, at);
  for (const vector of vectors) {
    at = bytes.writeInt32BE(vector === null ? -1 : HEADER + NUMBER * vector.length, at);
    if (vector !== null) at = writeVector(bytes, at, vector);
  }
  return bytes;
}

function writeVector(bytes: Buffer, from: number, vector: Float32Array): number {
  let at = bytes.writeInt16BE(vector.length, from) + 2;
  for (const number of vector) at = bytes.writeFloatBE(number, at);
  return at;
}
