import type { Schemas } from '@qdrant/js-client-rest';
import type { Call } from '../../../lib/call.ts';
import type { QdrantConnection } from './connection.ts';

/** Ids of one request: some 100 kB. */
const PAGE = 2500;

/** The ids of all points that the filter lets through, in order. */
export async function* listPoints(
  connection: QdrantConnection,
  collection: string,
  filter: Schemas['Filter'],
  call?: Call,
): AsyncIterable<string> {
  let offset: Schemas['ScrollRequest']['offset'];
  do {
    const page = await connection.ask(
      (api, limits) =>
        api.scrollPoints(
          {
            collection_name: collection,
            filter,
            limit: PAGE,
            with_payload: false,
            with_vector: false,
            ...(offset === undefined ? {} : { offset }),
          },
          limits,
        ),
      call,
    );
    for (const { id } of page.points) yield String(id);
    offset = typeof page.next_page_offset === 'object' ? undefined : page.next_page_offset;
  } while (offset !== undefined);
}
