import { readRedisConf } from '../../../edits/conf/redis.ts';
import type { Place } from '../../../project/project.ts';
import { placeInText } from '../../place-in-text.ts';
import type { RedisServer } from './redis-servers.ts';

/** Why a client cannot run CONFIG by its name. */
export interface ConfigWithheld {
  readonly at: Place;
  /** The other name that it has; undefined where there is none, or the user may not run it. */
  readonly renamed: string | undefined;
  readonly text: string;
}

/** Whether a server withholds CONFIG from a user: `rename-command`, or the rules of that user (redis.io, ACL). */
export function configWithheld({ service, settings }: RedisServer, user: string): ConfigWithheld | undefined {
  const { conf } = settings;
  const lines = readRedisConf(conf?.text ?? '').map(({ words, start }) => ({
    words,
    at: placeInText(conf?.file ?? '', conf?.text ?? '', start),
  }));
  const option = settings.settings.get('rename-command');
  const said = [
    ...lines,
    ...(option?.from === 'command'
      ? [{ words: ['rename-command', ...option.value.split(' ')], at: option.at }]
      : []),
  ];
  const rename = said.findLast(
    ({ words: [directive, command] }) =>
      directive === 'rename-command' && command?.toLowerCase() === 'config',
  );
  if (rename !== undefined) {
    const name = rename.words[2] ?? '';
    return {
      at: rename.at,
      renamed: name === '' ? undefined : name,
      text: `${service.name} has ${name === '' ? 'no command CONFIG' : 'another name for CONFIG'} (rename-command)`,
    };
  }
  const rules = lines.findLast(({ words }) => words[0] === 'user' && words[1] === user);
  if (rules === undefined || mayConfig(rules.words.slice(2))) return undefined;
  return { at: rules.at, renamed: undefined, text: `${service.name} lets the user ${user} run no CONFIG` };
}

/** Rules hold from left to right; a new user may run nothing. CONFIG is of the categories admin, dangerous and slow. */
function mayConfig(rules: readonly string[]): boolean {
  const verdicts = rules.flatMap((rule) => {
    if (/^(?:\+@(?:all|admin|dangerous|slow)|allcommands|\+config(?:\|get)?)$/i.test(rule)) return [true];
    if (/^(?:-@(?:all|admin|dangerous|slow)|nocommands|reset|-config(?:\|get)?)$/i.test(rule)) return [false];
    return [];
  });
  return verdicts.at(-1) ?? false;
}
