import { createFixture } from 'fs-fixture';
import { collectLive } from '../../../src/doctor/live/collect.ts';
import type { OwnStores } from '../../../src/doctor/live/cvx.ts';
import type { LiveEvidence } from '../../../src/doctor/live/live.ts';
import { readProject } from '../../../src/project/read-project.ts';

export interface LookRequest {
  /** Text by path; none for a folder with nothing in it. */
  readonly files?: Readonly<Record<string, string>>;
  /** As `--service` gives them. */
  readonly services?: Readonly<Record<string, string>>;
  readonly ownStores?: OwnStores;
  readonly signal?: AbortSignal;
}

/** What the doctor sees of services that run at these addresses, for a project of these files. */
export async function look({
  files = {},
  services = {},
  ownStores,
  signal,
}: LookRequest): Promise<LiveEvidence> {
  await using fixture = await createFixture({ ...files });
  const project = await readProject({ root: fixture.path, env: {} });
  return await collectLive(
    project,
    {
      live: true,
      services: new Map(Object.entries(services)),
      ...(ownStores === undefined ? {} : { ownStores: async () => ownStores }),
    },
    signal === undefined ? {} : { signal },
  );
}

/** The value of what must be seen. */
export function seen<T>(
  observed:
    | { readonly seen: true; readonly value: T }
    | { readonly seen: false; readonly why: string }
    | undefined,
): T {
  if (observed?.seen === true) return observed.value;
  throw new Error(`Not seen: ${observed?.why ?? 'not asked'}`);
}
