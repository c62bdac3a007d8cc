import { editNginx } from './conf/nginx.ts';
import { editPostgres } from './conf/postgres.ts';
import { editRedis } from './conf/redis.ts';
import type { ConfEdit } from './edit.ts';
import { Refusal } from './edit-refused.ts';

const EDITORS = { nginx: editNginx, postgres: editPostgres, redis: editRedis } as const;

/** One edit of a server's configuration text. */
export function editConf(text: string, edit: ConfEdit): string {
  const words = edit.do === 'set-conf' ? [edit.key, edit.value] : [edit.key];
  if (words.some((word) => /[\0\r\n]/.test(word))) throw new Refusal('A directive cannot hold a line end.');
  if (edit.key.trim() === '') throw new Refusal('The name of the directive is missing.');
  return EDITORS[edit.syntax](text, edit);
}
