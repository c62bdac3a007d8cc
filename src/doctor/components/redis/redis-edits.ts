import { isScalar, parseDocument } from 'yaml';
import type { Edit } from '../../../edits/edit.ts';
import type { Project, Service } from '../../../project/project.ts';
import { withWordReplaced, withWords } from '../compose/command-edits.ts';
import type { RedisSettings } from './redis-settings.ts';

/**
 * The edits that give a Redis server another value of a directive, where it is written: in the redis.conf that it reads, behind a
 * variable in .env, or on its command line. Undefined where it cannot be told what to change (a shared anchor, a start script).
 */
export function withRedisSetting(
  project: Project,
  service: Service,
  { settings, conf, complete }: RedisSettings,
  directive: { readonly name: string; readonly value: string },
): readonly Edit[] | undefined {
  const { name, value } = directive;
  const present = settings.get(name);
  if (present?.from === 'command') {
    const behind = variableEdit(project, service, name, value);
    if (behind !== undefined) return [behind];
    const edit =
      present.wordIndex === undefined
        ? undefined
        : withWordReplaced(project, service, present.wordIndex, value);
    return edit && [edit];
  }
  if (conf !== undefined) return [{ do: 'set-conf', syntax: 'redis', file: conf.file, key: name, value }];
  if (!complete || service.entrypoint.length > 0) return undefined;
  const [first = ''] = service.command;
  if (/^(?:.*\/)?(?:ba|da|a)?sh$/.test(first)) return undefined;
  return withWords(project, service, 'redis-server', [`--${name}`, value]);
}

/** `--maxmemory ${REDIS_MAXMEMORY:-30mb}`: the value is changed in .env where it is set there, else in the default. */
function variableEdit(project: Project, service: Service, name: string, value: string): Edit | undefined {
  const { file, path, shared } = service.editOf(['command']);
  const node = parseDocument(project.read(file) ?? '', { logLevel: 'silent' }).getIn(path, true);
  if (!isScalar(node) || typeof node.value !== 'string') return undefined;
  const match = new RegExp(`--${name}[ =]+(\\$\\{?(\\w+)(?::?-([^}\\s]*))?\\}?)`).exec(node.value);
  if (match === null) return undefined;
  const [whole, reference = '', variable = ''] = match;
  const set = project.envFiles.find((one) => one.file === '.env')?.lines.some(({ key }) => key === variable);
  if (set === true) return { do: 'set-env', file: '.env', key: variable, value };
  if (shared === true) return undefined;
  const wanted = whole.replace(reference, () => `\${${variable}:-${value}}`);
  return { do: 'set-yaml', file, path, value: node.value.replace(whole, () => wanted) };
}
