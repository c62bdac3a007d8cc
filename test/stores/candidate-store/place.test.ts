import { describe, expect, test } from 'vitest';
import { personId, planPut, type Known, type Prepared } from '../../../src/stores/candidate-store/place.ts';
import { parsedDocument } from '../parsed-document.ts';
import { fc } from '../../lib/fast-check.ts';

/** What the store would know after these plans, for the plan of the next batch. */
class Memory {
  readonly #documents = new Map<
    string,
    { person: string; parsedSha: string; sortName: string | undefined }
  >();
  readonly #files = new Map<string, string>();
  readonly #keys = new Map<string, string>();
  readonly #people: string[] = [];

  put(batch: readonly Prepared[]): readonly string[] {
    const plan = planPut(batch, this.#known());
    this.#people.push(...plan.people);
    for (const { prepared, person } of plan.documents)
      this.#documents.set(prepared.item.document.id, { ...prepared, person });
    for (const { path, document } of plan.files) this.#files.set(path, document);
    for (const { key, person } of plan.keys) this.#keys.set(key, person);
    return plan.placements.map(({ candidate }) => candidate);
  }

  #known(): Known {
    const paths = (id: string): number =>
      [...this.#files.values()].filter((document) => document === id).length;
    return {
      documents: [...this.#documents].map(([id, document]) =>
        Object.assign({ id, paths: paths(id) }, document),
      ),
      files: [...this.#files].map(([path, document]) => ({ path, document, failed: false })),
      keys: [...this.#keys].map(([key, person]) => ({ key, person, seq: this.#people.indexOf(person) })),
    };
  }
}

const prepared = fc
  .record({
    text: fc.integer({ min: 0, max: 12 }),
    path: fc.integer({ min: 0, max: 8 }),
    mail: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
    name: fc.option(fc.constantFrom('anna', 'ben')),
  })
  .map(({ text, path, mail, name }): Prepared => {
    // The same bytes always say the same.
    const document = parsedDocument(`${text} ${mail.join()} ${name}`, {
      emails: mail.map((n) => `p${n}@example.com`),
      ...(name !== null && { name }),
    });
    return { item: { path: `${path}.txt`, document }, parsedSha: document.id, sortName: name ?? undefined };
  });

describe('planPut', () => {
  test('places a batch as it places its documents one by one', () => {
    fc.assert(
      fc.property(
        fc.array(prepared, { maxLength: 20 }),
        fc.integer({ min: 1, max: 20 }),
        (documents, size) => {
          const single = new Memory();
          const batched = new Memory();
          const expected = documents.flatMap((document) => single.put([document]));
          const placed: string[] = [];
          for (let at = 0; at < documents.length; at += size)
            placed.push(...batched.put(documents.slice(at, at + size)));
          expect(placed).toEqual(expected);
        },
      ),
    );
  });

  test('changes nothing the second time', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(prepared, { maxLength: 10, selector: ({ item }) => item.path }),
        (documents) => {
          const memory = new Memory();
          const first = memory.put(documents);
          expect(memory.put(documents)).toEqual(first);
        },
      ),
    );
  });
});

test('personId is a UUID that depends on nothing but the founding document', () => {
  expect(personId('a'.repeat(64))).toBe(personId('a'.repeat(64)));
  expect(personId('a'.repeat(64))).not.toBe(personId('b'.repeat(64)));
  expect(personId('a'.repeat(64))).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});
