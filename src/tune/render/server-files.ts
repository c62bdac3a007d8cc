import { createHash } from 'node:crypto';
import { type Plan, settingsIn } from '../../sizing/plan.ts';
import { edited, type OwnEdit } from './edited.ts';
import { readTemplate } from './templates.ts';

/** postgresql.conf, of the primary and of its replica alike. */
export function postgresFile(plan: Plan): string {
  return edited(
    'postgresql.conf',
    readTemplate('postgresql.conf'),
    settingsIn(plan, 'postgres').map(({ target, written }): OwnEdit => ({
      do: 'set-conf',
      syntax: 'postgres',
      key: target.key,
      value: unquoted(String(written)),
    })),
  );
}

/** The value itself: the plan writes text as the file has it. */
function unquoted(text: string): string {
  return /^'(.*)'$/.exec(text)?.[1] ?? text;
}

export function redisFile(plan: Plan, service: 'redis-cache' | 'redis-queue'): string {
  const file = `${service}.conf` as const;
  const own = settingsIn(plan, 'redis').filter(({ target }) => target.service === service);
  return edited(
    file,
    readTemplate(file),
    own.map(({ target, written }): OwnEdit => ({
      do: 'set-conf',
      syntax: 'redis',
      key: target.key,
      value: String(written),
    })),
  );
}

export function qdrantFile(plan: Plan): string {
  return edited(
    'qdrant.yaml',
    readTemplate('qdrant.yaml'),
    settingsIn(plan, 'qdrant').map(({ target, written }): OwnEdit => ({
      do: 'set-yaml',
      path: target.path,
      value: written,
    })),
  );
}

/** pgbouncer.ini: `key = value` to the end of the line, every key once. */
export function pgbouncerFile(plan: Plan): string {
  return settingsIn(plan, 'pgbouncer').reduce((text, { target, written }) => {
    const line = new RegExp(`^${target.key} = (.*)$`, 'm').exec(text);
    if (line === null) throw new Error(`The template pgbouncer.ini has no ${target.key}`);
    const [expect, value = ''] = line;
    return edited('pgbouncer.ini', text, [
      {
        do: 'replace-text',
        offset: line.index,
        expect,
        text: `${expect.slice(0, expect.length - value.length)}${written}`,
      },
    ]);
  }, readTemplate('pgbouncer.ini'));
}

/** One line more than the template: a key is 256 random bits, so its bare hash says nothing of it. */
export function apiKeysFile(key: string): string {
  return `${readTemplate('api-keys')}stack admin ${createHash('sha256').update(key).digest('hex')}\n`;
}
