import type { YamlEdit } from './edit.ts';
import { Refusal } from './edit-refused.ts';

export function editYaml(_text: string, _edit: YamlEdit): string {
  throw new Refusal('Not yet.');
}
