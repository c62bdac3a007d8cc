import type { Project, Service } from '../../../project/project.ts';
import { qdrantSetting, type QdrantSetting, qdrantVersion } from './qdrant-settings.ts';

/** Whether the server asks for a key, as its files say it. */
export type QdrantKeyState =
  | { readonly state: 'none' }
  /** Set, to nothing. */
  | { readonly state: 'empty'; readonly setting: QdrantSetting }
  | { readonly state: 'set'; readonly setting: QdrantSetting };

export function qdrantKeyState(project: Project, service: Service): QdrantKeyState {
  const setting = qdrantSetting(project, service, 'service.api_key');
  if (setting === undefined || setting.value === null) return { state: 'none' };
  return { state: setting.value === '' ? 'empty' : 'set', setting };
}

/** From 1.19 an empty key is none (qdrant PR 9199); before, the server asks for the empty key, and refuses everybody (seen with 1.18.3). */
export function isEmptyKeyNone(service: Service): boolean {
  const [major, minor] = qdrantVersion(service) ?? [1, Infinity];
  return major > 1 || minor >= 19;
}

/** A variable of .env that holds the key which the clients have. */
export function keyOfClients({ envFiles }: Project): string | undefined {
  const lines = envFiles.find(({ file }) => file === '.env')?.lines ?? [];
  return lines.findLast(({ key, value }) => /^QDRANT_+(?:SERVICE_+)?API_KEY$/i.test(key) && value !== '')
    ?.key;
}
