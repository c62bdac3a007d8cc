import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CandidateStore } from '../../src/stores/candidate-store.ts';
import { filesContract } from './candidate-store/files.ts';
import { peopleContract } from './candidate-store/people.ts';
import { ANNA, ANNA_LATER, BEN, SPEC, at, collect, indexAll, putOne } from './candidate-store/sample.ts';
import { documentId, parsedDocument } from '../stores/parsed-document.ts';

/** Each promise of the CandidateStore port. `open` gives an empty, migrated store. */
export function candidateStoreContract(name: string, open: () => Promise<CandidateStore>): void {
  describe(`${name} as a candidate store`, () => {
    let store: CandidateStore;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    filesContract(() => store);
    peopleContract(() => store);

    describe('migrate', () => {
      test('applies nothing twice', async () => {
        await store.migrate();
        expect(await store.migrate()).toEqual([]);
      });
    });

    describe('freshness', () => {
      test('is another generation after each change that an index has taken in, and the same after reads', async () => {
        const generation = async (): Promise<string> => (await store.freshness(SPEC)).generation;
        const seen = [await generation()];
        const { candidate } = await putOne(store, 'a.txt', ANNA);
        expect((await store.freshness(SPEC)).complete).toBe(false);
        await indexAll(store);
        expect((await store.freshness(SPEC)).complete).toBe(true);
        seen.push(await generation());
        await store.get([candidate]);
        await store.stats(SPEC);
        expect(await generation()).toBe(seen[1]);
        await store.remove(candidate);
        seen.push(await generation());
        expect(new Set(seen).size).toBe(3);
      });
    });

    describe('put', () => {
      test('creates a person and gives back all that was read', async () => {
        const { candidate, change } = await putOne(store, 'a.txt', ANNA);
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
        await indexAll(store);
        const again = await store.put(batch);
        expect(again.map(({ change }) => change)).toEqual(['unchanged', 'unchanged']);
        expect(await store.stats(SPEC)).toEqual({
          candidates: 2,
          documents: 2,
          files: { indexed: 2 },
          pending: 0,
        });
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
        const first = await putOne(store, '1.txt', parsedDocument('one', key));
        const second = await putOne(store, '2.txt', parsedDocument('two', key));
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
        const ben = await putOne(store, 'b.txt', BEN);
        const anna = await putOne(
          store,
          'a.txt',
          parsedDocument('both', { emails: ['a1@example.com', 'a2@example.com'] }),
        );
        const most = await putOne(
          store,
          'most.txt',
          parsedDocument('most', { emails: ['a1@example.com', 'a2@example.com'], phones: ['+442079460001'] }),
        );
        const oldest = await putOne(
          store,
          'tie.txt',
          parsedDocument('tie', { emails: ['a1@example.com'], phones: ['+442079460001'] }),
        );
        expect(most.candidate).toBe(anna.candidate);
        expect(oldest.candidate).toBe(ben.candidate);
        expect((await store.stats(SPEC)).candidates).toBe(2);
      });

      test('of new bytes under a path keeps the older as an old version', async () => {
        const { candidate } = await putOne(store, 'a.txt', ANNA);
        expect(await putOne(store, 'a.txt', ANNA_LATER)).toEqual({ candidate, change: 'updated' });
        const [record] = await store.get([candidate]);
        expect(record?.documents).toMatchObject([
          { path: 'a.txt', current: true, document: { id: ANNA_LATER.id } },
          { path: undefined, current: false, document: { id: ANNA.id } },
        ]);
        expect(record?.candidate.headline?.value).toBe('Lead');
      });

      test('of a version without contact details stays with the person of that name and path', async () => {
        const { candidate } = await putOne(store, 'a.txt', ANNA);
        const bare = await putOne(store, 'a.txt', parsedDocument('no contact', { name: 'Anna BERG' }));
        const stranger = await putOne(store, 'a.txt', parsedDocument('other', { name: 'Someone Else' }));
        expect(bare.candidate).toBe(candidate);
        expect(stranger.candidate).not.toBe(candidate);
      });

      test('of the same bytes under two paths of one batch stores one document', async () => {
        await store.put([at('1.txt', ANNA), at('2.txt', ANNA)]);
        expect(await store.stats(SPEC)).toMatchObject({ documents: 1, files: { indexed: 1, duplicate: 1 } });
      });

      test('replaces what another reader made of the same bytes', async () => {
        const { candidate } = await putOne(store, 'a.txt', ANNA);
        await indexAll(store);
        const better = { ...ANNA, content: { ...ANNA.content, text: 'Anna first, read better' } };
        expect(await putOne(store, 'a.txt', better)).toEqual({ candidate, change: 'updated' });
        expect((await store.get([candidate]))[0]?.documents[0]?.document).toEqual(better);
        expect(await store.pending(SPEC, 10)).toEqual([candidate]);
      });

      test('takes text that a database would refuse', async () => {
        const { candidate } = await putOne(
          store,
          'a.txt',
          parsedDocument('half a pair \uD83D and NUL \0 and 👩‍💻 "\\u0000"'),
        );
        const [record] = await store.get([candidate]);
        expect(record?.documents[0]?.document.content.text).toBe(
          'half a pair \uFFFD and NUL   and 👩‍💻 "\\u0000"',
        );
      });

      test('of a document that lost something remembers the file as partial, and why', async () => {
        await putOne(
          store,
          'a.txt',
          parsedDocument('half', { losses: ['page 2 has no text', 'page 3 neither'] }),
        );
        expect(await store.files(['a.txt'])).toEqual([
          {
            path: 'a.txt',
            document: documentId('half'),
            outcome: 'partial',
            reason: 'page 2 has no text; page 3 neither',
          },
        ]);
      });

      test('of nothing does nothing', async () => {
        expect(await store.put([])).toEqual([]);
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
