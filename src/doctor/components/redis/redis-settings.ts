import { readRedisConf } from '../../../edits/conf/redis.ts';
import { splitWords } from '../../../project/compose/words.ts';
import { repositoryOf } from '../../../project/service-kind.ts';
import type { ConfigFile, Place, Project, Service } from '../../../project/project.ts';
import { placeInText } from '../../place-in-text.ts';

/** One directive as the server gets it: what its line or option says last. */
export interface RedisSetting {
  /** All arguments, unquoted. '' where an option has none. */
  readonly value: string;
  readonly at: Place;
  readonly from: 'command' | 'file';
  /** Of the option's first argument in `Service.command`, where it stands there by itself. */
  readonly wordIndex?: number;
  /** An option with nothing behind it, not even an empty word. */
  readonly bare?: true;
}

/** What a Redis server is started with, told from its command line and the redis.conf that this names. */
export interface RedisSettings {
  /** `official`: redis, valkey and keydb, whose images read no variables. `own`: built here, or bitnami and redis-stack, which do. */
  readonly image: 'official' | 'own';
  /** False where more may be set than the files show: by a start script, an include, a file that is not here, an own image. */
  readonly complete: boolean;
  /** The file that the command names, where it is one of the project. */
  readonly conf: ConfigFile | undefined;
  /** Its path in the container, whether or not it is here. */
  readonly confPath: string | undefined;
  readonly settings: ReadonlyMap<string, RedisSetting>;
}

const PROGRAM = /^(?:.*\/)?(?:redis|valkey|keydb)-server$/;
const OFFICIAL =
  /^(?:(?:docker\.io\/)?(?:library\/)?redis|.*\bvalkey\/valkey|.*\beqalpha\/keydb|(?!.*bitnami).*\/(?:redis|valkey))$/;

export function redisSettings(project: Project, service: Service): RedisSettings {
  const line = serverLine(service);
  const args = line?.args ?? [];
  const confPath = args[0] === undefined || args[0].startsWith('-') ? undefined : args[0];
  const conf =
    confPath === undefined
      ? undefined
      : project.configs.find(
          ({ kind, service: owner, target }) =>
            kind === 'redis' && owner === service.name && target === confPath,
        );
  const settings = new Map<string, RedisSetting>();
  for (const { words, value, valueStart } of readRedisConf(conf?.text ?? ''))
    settings.set(words[0] ?? '', {
      value,
      at: placeInText(conf?.file ?? '', conf?.text ?? '', valueStart),
      from: 'file',
    });
  // redis-server reads the file, then its standard input, then the options.
  for (const { words, value } of readRedisConf(line?.input ?? ''))
    settings.set(words[0] ?? '', { value, at: commandPlace(service), from: 'command' });
  for (const [name, option] of optionsOf(project, service, args, line?.offset)) settings.set(name, option);
  const image = isOfficial(service) ? 'official' : 'own';
  const started = line !== undefined && (image === 'official' || service.command.length > 0);
  return {
    image,
    complete: started && (confPath === undefined || conf !== undefined) && !settings.has('include'),
    conf,
    confPath,
    settings,
  };
}

function isOfficial({ image, buildContext }: Service): boolean {
  return image !== undefined && buildContext === undefined && OFFICIAL.test(repositoryOf(image));
}

interface ServerLine {
  readonly args: readonly string[];
  /** Of the first argument in `Service.command`; undefined inside a shell's script. */
  readonly offset: number | undefined;
  /** What the server reads as a configuration beside its file: the here-document behind `-`. */
  readonly input?: string;
}

const HERE_DOCUMENT = /<<-?\s*(?:'(\w+)'|"(\w+)"|(\w+))[^\n]*\n(.*?)\n\s*\1\2\3\s*(?:\n|$)/s;

/** The server's arguments; undefined where another program starts it. The images put `redis-server` before an option or a .conf. */
function serverLine(service: Service): ServerLine | undefined {
  const { entrypoint, command } = service;
  const words = [...entrypoint, ...command];
  const script = /^(?:.*\/)?(?:ba|da|a)?sh$/.test(words[0] ?? '') ? words.at(-1) : undefined;
  if (script !== undefined) {
    const call = /(?:^|[\s;&|(])(?:\S*\/)?(?:redis|valkey|keydb)-server\b([^;&|\n]*)/.exec(
      script.replaceAll(/\\\n/g, ' '),
    )?.[1];
    if (call === undefined) return undefined;
    const args = splitWords(withVariables(call.replace(/<.*$/, ''), service));
    if (args?.at(-1) !== '-') return args && { args, offset: undefined };
    const document = HERE_DOCUMENT.exec(script)?.[4];
    return document === undefined
      ? undefined
      : { args: args.slice(0, -1), offset: undefined, input: withVariables(document, service) };
  }
  const at = words.findIndex((word) => PROGRAM.test(word));
  if (at !== -1) return { args: words.slice(at + 1), offset: at + 1 - entrypoint.length };
  if (entrypoint.length > 0) return undefined;
  const [first] = command;
  return first === undefined || first.startsWith('-') || first.endsWith('.conf')
    ? { args: command, offset: 0 }
    : undefined;
}

/** What the shell in the container puts in, as far as its environment is known. */
function withVariables(script: string, { environment }: Service): string {
  return script.replaceAll(
    /\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))/g,
    (all, braced?: string, otherwise?: string, bare?: string) => {
      const entry = environment.findLast(({ key }) => key === (braced ?? bare));
      return entry === undefined ? (otherwise ?? all) : (entry.value ?? all);
    },
  );
}

function optionsOf(
  project: Project,
  service: Service,
  args: readonly string[],
  offset: number | undefined,
): Map<string, RedisSetting> {
  const found = new Map<string, RedisSetting>();
  for (const [i, word] of args.entries()) {
    if (!/^--[a-z]/i.test(word)) continue;
    const next = args.findIndex((other, j) => j > i && /^--[a-z]/i.test(other));
    const values = args.slice(i + 1, next === -1 ? undefined : next);
    const wordIndex = offset === undefined ? undefined : offset + i + 1;
    found.set(word.slice(2).toLowerCase(), {
      value: values.join(' '),
      at: optionPlace(project, service, word, values.length === 0 ? undefined : wordIndex),
      from: 'command',
      ...(values.length === 0 ? { bare: true } : {}),
      ...(wordIndex === undefined || wordIndex < 1 || values.length === 0 ? {} : { wordIndex }),
    });
  }
  return found;
}

/** The option's value where it is an item of a list; in a line, the option itself. */
function optionPlace(
  project: Project,
  service: Service,
  option: string,
  wordIndex: number | undefined,
): Place {
  const item = wordIndex === undefined ? undefined : service.placeOf(['command', wordIndex]);
  if (item !== undefined) return item;
  const at = commandPlace(service);
  const text = project.read(at.file) ?? '';
  const start =
    text
      .split('\n')
      .slice(0, at.line - 1)
      .join('\n').length + (at.line > 1 ? 1 : 0);
  const found = text.indexOf(option, start);
  // A command is some lines long at most; what is further on belongs to another service.
  return found === -1 || text.slice(start, found).split('\n').length > 12
    ? at
    : placeInText(at.file, text, found);
}

function commandPlace(service: Service): Place {
  return service.placeOf(['command']) ?? service.placeOf(['entrypoint']) ?? service.at;
}

/** Bytes of `1gb` (1024-based), `1g` (1000-based) or a number, as redis.conf reads them; 0 is no limit. */
export function redisBytes(value: string): number | undefined {
  const match = /^(\d+)(b|kb?|mb?|gb?)?$/i.exec(value.trim());
  if (match === null) return undefined;
  const [unit, base] = [(match[2] ?? '').toLowerCase(), (match[2] ?? '').length === 2 ? 1024 : 1000];
  return Number(match[1]) * base ** ['', 'k', 'm', 'g'].indexOf(unit.replace('b', ''));
}
