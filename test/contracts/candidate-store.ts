import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CandidateStore, NewDocument } from '../../src/stores/candidate-store.ts';
import { documentId, parsedDocument } from '../stores/parsed-document.ts';

const SPEC = 'model-1/chunker-1/analyzer-1';
const UNKNOWN = '00000000-0000-8000-8000-000000000000';

const ANNA = parsedDocument('Anna first', { name: 'Anna Berg', emails: ['anna@example.com'] });
const ANNA_LATER = parsedDocument('Anna later', { name: 'Anna Berg', emails: ['anna@example.com'], headline: 'Lead' });
const BEN = parsedDocument('Ben', { name: 'Ben Okafor', phones: ['+442079460001'] });
const CLEO = parsedDocument('Cleo', { name: 'Cleo Díaz', links: ['https://github.com/cleo-example'] });

const at = (path: string, document: NewDocument['document']): NewDocument => ({ path, document });

/** Each promise of the CandidateStore port. `open` gives an empty, migrated store. */
export function candidateStoreContract(name: string, open: () => Promise<CandidateStore>): void {
  describe(`${name} as a candidate store`, () => {
    let store: CandidateStore;
    const putOne = async (path: string, document: NewDocument['document']) => {
      const [placement] = await store.put([at(path, document)]);
      if (placement === undefined) throw new Error('put gave no placement');
      return placement;
    };
    const indexAll = async () => {
      const records = await store.get(await store.pending(SPEC, 100));
      await store.markIndexed(SPEC, records.flatMap((record) => (record === undefined ? [] : [record.candidate])));
    };
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    describe('migrate', () => {
      test('applies nothing twice', async () => {
        await store.migrate();
        expect(await store.migrate()).toEqual([]);
      });
    });

    describe('put', () => {
      test('creates a person and gives back all that was read', async () => {
        const { candidate, change } = await putOne('a.txt', ANNA);
        const [record] = await store.get([candidate]);
        expect(change).toBe('created');
        expect(record?.documents).toMatchObject([{ path: 'a.txt', current: true, document: ANNA }]);
        expect(record?.files).toEqual(['a.txt']);
        expect(record?.candidate.name?.value).toBe('Anna Berg');
        expect(record?.documents[0]?.storedAt).toBeInstanceOf(Date);
      });

      test('of the same batch twice changes nothing', async () => {
        const batch = [at('a.txt', ANNA), at('b.txt', BEN)];
        await store.put(batch);
        await indexAll();
        const again = await store.put(batch);
        expect(again.map(({ change }) => change)).toEqual(['unchanged', 'unchanged']);
        expect(await store.stats(SPEC)).toEqual({ candidates: 2, documents: 2, files: { indexed: 2 }, pending: 0 });
      });

      test('gives the same ids in another empty store', async () => {
        const first = await store.put([at('a.txt', ANNA), at('b.txt', BEN)]);
        const other = await open();
        expect(await other.put([at('a.txt', ANNA), at('b.txt', BEN)])).toEqual(first);
        await other.close();
      });

      test.each([
        ['e-mail', { emails: ['shared@example.com'] }],
        ['phone', { phones: ['+493023125001'] }],
        ['profile link', { links: ['https://www.linkedin.com/in/shared-example'] }],
      ])('places two documents with the same %s with one person', async (_, key) => {
        const first = await putOne('1.txt', parsedDocument('one', key));
        const second = await putOne('2.txt', parsedDocument('two', key));
        expect(second).toEqual({ candidate: first.candidate, change: 'updated' });
      });

      test('places two documents of one batch that share a key with one person', async () => {
        const [first, second] = await store.put([at('a.txt', ANNA), at('b.txt', ANNA_LATER)]);
        expect(second?.candidate).toBe(first?.candidate);
        expect((await store.stats(SPEC)).candidates).toBe(1);
      });

      test.each([
        ['home page', { links: ['https://company.example.com'] }],
        ['organisation on a code host', { links: ['https://github.com/example-org/project'] }],
        ['role mailbox', { emails: ['jobs@example.com'] }],
        ['phone number without a country', { phones: ['02079460001'] }],
      ])('keeps two people apart who only share a %s', async (_, key) => {
        await store.put([at('1.txt', parsedDocument('one', key)), at('2.txt', parsedDocument('two', key))]);
        expect((await store.stats(SPEC)).candidates).toBe(2);
      });

      test('of a document that matches two people takes the one with most keys, else the oldest', async () => {
        const ben = await putOne('b.txt', BEN);
        const anna = await putOne('a.txt', parsedDocument('both', { emails: ['a1@example.com', 'a2@example.com'] }));
        const most = await putOne(
          'most.txt',
          parsedDocument('most', { emails: ['a1@example.com', 'a2@example.com'], phones: ['+442079460001'] }),
        );
        const oldest = await putOne(
          'tie.txt',
          parsedDocument('tie', { emails: ['a1@example.com'], phones: ['+442079460001'] }),
        );
        expect(most.candidate).toBe(anna.candidate);
        expect(oldest.candidate).toBe(ben.candidate);
        expect((await store.stats(SPEC)).candidates).toBe(2);
      });

      test('of new bytes under a path keeps the older as an old version', async () => {
        const { candidate } = await putOne('a.txt', ANNA);
        expect(await putOne('a.txt', ANNA_LATER)).toEqual({ candidate, change: 'updated' });
        const [record] = await store.get([candidate]);
        expect(record?.documents).toMatchObject([
          { path: 'a.txt', current: true, document: { id: ANNA_LATER.id } },
          { path: undefined, current: false, document: { id: ANNA.id } },
        ]);
        expect(record?.candidate.headline?.value).toBe('Lead');
      });

      test('of a version without contact details stays with the person of that name and path', async () => {
        const { candidate } = await putOne('a.txt', ANNA);
        const bare = await putOne('a.txt', parsedDocument('no contact', { name: 'Anna BERG' }));
        const stranger = await putOne('a.txt', parsedDocument('other', { name: 'Someone Else' }));
        expect(bare.candidate).toBe(candidate);
        expect(stranger.candidate).not.toBe(candidate);
      });

      test('of the same bytes under two paths of one batch stores one document', async () => {
        await store.put([at('1.txt', ANNA), at('2.txt', ANNA)]);
        expect(await store.stats(SPEC)).toMatchObject({ documents: 1, files: { indexed: 1, duplicate: 1 } });
      });

      test('replaces what another reader made of the same bytes', async () => {
        const { candidate } = await putOne('a.txt', ANNA);
        await indexAll();
        const better = { ...ANNA, content: { ...ANNA.content, text: 'Anna first, read better' } };
        expect(await putOne('a.txt', better)).toEqual({ candidate, change: 'updated' });
        expect((await store.get([candidate]))[0]?.documents[0]?.document).toEqual(better);
        expect(await store.pending(SPEC, 10)).toEqual([candidate]);
      });

      test('takes text that a database would refuse', async () => {
        const { candidate } = await putOne('a.txt', parsedDocument('half a pair \uD83D and NUL \0 and 👩‍💻 "\\u0000"'));
        const [record] = await store.get([candidate]);
        expect(record?.documents[0]?.document.content.text).toBe('half a pair \uFFFD and NUL   and 👩‍💻 "\\u0000"');
      });

      test('of a document that lost something remembers the file as partial, and why', async () => {
        await putOne('a.txt', parsedDocument('half', { losses: ['page 2 has no text', 'page 3 neither'] }));
        expect(await store.files(['a.txt'])).toEqual([
          { path: 'a.txt', document: documentId('half'), outcome: 'partial', reason: 'page 2 has no text; page 3 neither' },
        ]);
      });

      test('of nothing does nothing', async () => {
        expect(await store.put([])).toEqual([]);
      });
    });

    describe('files', () => {
      test('knows paths and owners of what is stored, and nothing else', async () => {
        const { candidate } = await putOne('a.txt', ANNA);
        expect(await store.files(['a.txt', 'b.txt'])).toEqual([{ path: 'a.txt', document: ANNA.id, outcome: 'indexed' }]);
        expect(await store.owners([ANNA.id, BEN.id])).toEqual(new Map([[ANNA.id, candidate]]));
      });

      test('paths come in order, all of them', async () => {
        const names = Array.from({ length: 2100 }, (_, n) => `${String(n).padStart(4, '0')}.txt`);
        await store.recordFailure('z.pdf', 'corrupt', 'not a PDF');
        for (const path of names.toReversed()) await store.recordFailure(path, 'encrypted', 'needs a password');
        expect(await collect(store.paths())).toEqual([...names, 'z.pdf']);
      });

      test('a failed read keeps what the path held before, and a good one clears it', async () => {
        const { candidate } = await putOne('a.txt', ANNA);
        await store.recordFailure('a.txt', 'corrupt', 'not a text');
        expect(await store.files(['a.txt'])).toEqual([
          { path: 'a.txt', document: ANNA.id, outcome: 'corrupt', reason: 'not a text' },
        ]);
        expect((await store.get([candidate]))[0]?.documents[0]?.current).toBe(true);
        expect(await putOne('a.txt', ANNA)).toEqual({ candidate, change: 'unchanged' });
        expect(await store.files(['a.txt'])).toEqual([{ path: 'a.txt', document: ANNA.id, outcome: 'indexed' }]);
      });

      test('a file that never gave a document has none', async () => {
        await store.recordFailure('x.pdf', 'encrypted', 'needs a password');
        expect(await store.files(['x.pdf'])).toEqual([{ path: 'x.pdf', outcome: 'encrypted', reason: 'needs a password' }]);
      });
    });

    describe('addPath', () => {
      test('adds a path without making anybody pending', async () => {
        const { candidate } = await putOne('a.txt', ANNA);
        await indexAll();
        expect(await store.addPath('copy.txt', ANNA.id)).toBe(candidate);
        expect((await store.get([candidate]))[0]?.files).toEqual(['a.txt', 'copy.txt']);
        expect(await store.files(['copy.txt'])).toMatchObject([{ outcome: 'duplicate' }]);
        expect(await store.pending(SPEC, 10)).toEqual([]);
      });

      test('makes both people pending where a path goes from one document to the other', async () => {
        const anna = await putOne('a.txt', ANNA);
        const ben = await putOne('b.txt', BEN);
        await putOne('b.txt', CLEO);
        await indexAll();
        await store.addPath('a.txt', BEN.id);
        expect((await store.pending(SPEC, 10)).toSorted()).toEqual([anna.candidate, ben.candidate].toSorted());
        expect((await store.get([anna.candidate]))[0]?.documents).toMatchObject([{ current: false }]);
      });

      test('rejects bytes that are not stored', async () => {
        await expect(store.addPath('a.txt', ANNA.id)).rejects.toMatchObject({ code: 'CVX_DOCUMENT_UNKNOWN' });
      });
    });

    describe('prune', () => {
      test('removes a person without any current document and reports the changed ones', async () => {
        const anna = await putOne('a1.txt', ANNA);
        await putOne('a2.txt', ANNA_LATER);
        const ben = await putOne('b.txt', BEN);
        await indexAll();
        expect(await store.prune(['a2.txt', 'b.txt', 'never.txt'])).toEqual({
          removed: [ben.candidate],
          changed: [anna.candidate],
        });
        expect(await store.pending(SPEC, 10)).toEqual([anna.candidate]);
        expect(await store.get([ben.candidate])).toEqual([undefined]);
        expect(await store.owners([BEN.id])).toEqual(new Map());
      });

      test('of one of two paths of a document changes nobody', async () => {
        await store.put([at('1.txt', ANNA), at('2.txt', ANNA)]);
        expect(await store.prune(['1.txt'])).toEqual({ removed: [], changed: [] });
      });

      test('removes people whose only file went to somebody else', async () => {
        const anna = await putOne('cv.txt', ANNA);
        await putOne('cv.txt', BEN);
        expect(await store.prune([])).toEqual({ removed: [anna.candidate], changed: [] });
      });
    });

    describe('pending', () => {
      test('holds whoever was put until marked, per spec, in id order, at most the limit', async () => {
        const placed = await store.put([at('a.txt', ANNA), at('b.txt', BEN), at('c.txt', CLEO)]);
        const ids = placed.map(({ candidate }) => candidate).toSorted();
        expect(await store.pending(SPEC, 2)).toEqual(ids.slice(0, 2));
        await indexAll();
        expect(await store.pending(SPEC, 10)).toEqual([]);
        expect(await store.pending('another', 10)).toEqual(ids);
      });

      test('keeps whoever changed after the index read them', async () => {
        const { candidate } = await putOne('a.txt', ANNA);
        const [record] = await store.get([candidate]);
        await putOne('b.txt', ANNA_LATER);
        await store.markIndexed(SPEC, record === undefined ? [] : [record.candidate]);
        expect(await store.pending(SPEC, 10)).toEqual([candidate]);
      });

      test('marking somebody who was removed meanwhile is no error', async () => {
        await store.markIndexed(SPEC, [{ id: UNKNOWN, revision: 1 }]);
        expect(await store.pending(SPEC, 10)).toEqual([]);
      });
    });

    describe('people', () => {
      test('get keeps order and length', async () => {
        const [anna, ben] = await store.put([at('a.txt', ANNA), at('b.txt', BEN)]);
        const ids = [ben?.candidate ?? '', UNKNOWN, 'no id at all', anna?.candidate ?? '', ben?.candidate ?? ''];
        const names = (await store.get(ids)).map((record) => record?.candidate.name?.value);
        expect(names).toEqual(['Ben Okafor', undefined, undefined, 'Anna Berg', 'Ben Okafor']);
      });

      test('list goes by name, whatever its case and accents, with the nameless last, in pages', async () => {
        const named = ['zoe Adler', 'Émile Zeno', 'Eva Ray', 'emil Roth'];
        await store.put([
          at('0.txt', parsedDocument('nameless')),
          ...named.map((one, n) => at(`${n + 1}.txt`, parsedDocument(one, { name: one }))),
        ]);
        const names = async (limit: number, offset: number) =>
          (await store.list({ limit, offset })).map(({ candidate }) => candidate.name?.value);
        expect(await names(10, 0)).toEqual(['emil Roth', 'Émile Zeno', 'Eva Ray', 'zoe Adler', undefined]);
        expect(await names(2, 1)).toEqual(['Émile Zeno', 'Eva Ray']);
      });

      test('resolve finds ids by their first digits', async () => {
        const { candidate } = await putOne('a.txt', ANNA);
        await putOne('b.txt', BEN);
        expect(await store.resolve(candidate.slice(0, 6), 10)).toEqual([candidate]);
        expect(await store.resolve(candidate.slice(0, 12).toUpperCase(), 10)).toEqual([candidate]);
        expect(await store.resolve(candidate, 10)).toEqual([candidate]);
        expect(await store.resolve('anna', 10)).toEqual([]);
        await expect(store.resolve('ab', 10)).rejects.toMatchObject({ code: 'CVX_ID_TOO_SHORT' });
      });

      test('remove leaves nothing of a person, and their file can come back', async () => {
        const { candidate } = await putOne('a.txt', ANNA);
        await putOne('a.txt', ANNA_LATER);
        expect(await store.remove(candidate)).toBe(true);
        expect(await store.remove(candidate)).toBe(false);
        expect(await store.files(['a.txt'])).toEqual([]);
        expect(await store.owners([ANNA.id, ANNA_LATER.id])).toEqual(new Map());
        expect(await store.stats(SPEC)).toEqual({ candidates: 0, documents: 0, files: {}, pending: 0 });
        expect(await putOne('a.txt', ANNA)).toEqual({ candidate, change: 'created' });
      });
    });

    describe('calls', () => {
      test('an aborted one rejects with its reason and leaves the store usable', async () => {
        const stop = AbortSignal.abort(new Error('enough'));
        await expect(store.put([at('a.txt', ANNA)], { signal: stop })).rejects.toThrow('enough');
        const controller = new AbortController();
        const put = store.put([at('a.txt', ANNA)], { signal: controller.signal });
        controller.abort(new Error('enough'));
        await expect(put).rejects.toThrow('enough');
        expect((await store.stats(SPEC)).candidates).toBe(0);
      });

      test('at the same time give what one after the other gives', async () => {
        const batches = Array.from({ length: 8 }, (_, n) => [
          at(`${n}.txt`, parsedDocument(`version ${n}`, { emails: ['same@example.com'] })),
        ]);
        await Promise.all(batches.map((batch) => store.put(batch)));
        expect(await store.stats(SPEC)).toMatchObject({ candidates: 1, documents: 8 });
      });

      test('after close are refused, and close may come twice', async () => {
        await store.ping();
        await store.close();
        await store.close();
        await expect(store.ping()).rejects.toMatchObject({ code: 'CVX_STORE_CLOSED' });
        await expect(store.put([at('a.txt', ANNA)])).rejects.toMatchObject({ code: 'CVX_STORE_CLOSED' });
        await expect(collect(store.paths())).rejects.toMatchObject({ code: 'CVX_STORE_CLOSED' });
        await expect(store.migrate()).rejects.toMatchObject({ code: 'CVX_STORE_CLOSED' });
      });
    });
  });
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
