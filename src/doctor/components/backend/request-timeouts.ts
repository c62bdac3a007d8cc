import type { Place, Project, Service } from '../../../project/project.ts';
import { placeInText } from '../../place-in-text.ts';
import { sourcesOf } from './client-pools.ts';
import { startLines } from './processes-of.ts';

/** For how long a program lets one request take. */
export interface RequestTimeout {
  readonly seconds: number;
  readonly at: Place;
}

const FLAG = /(?:^|\s)(?:--timeout|-t)(?:=|\s+)["']?(\$\{?\w+(?::?-\w*)?\}?|\d+)["']?(?=\s|$)/;
const SETTING = /^timeout[ \t]*=[ \t]*(.+)$/m;
const FALLBACK =
  /^(?:int\(\s*)?(?:os\.)?(?:getenv|environ\.get)\(\s*["'](\w+)["']\s*(?:,\s*["']?(\d+)["']?)?\s*\)\)?/;

/**
 * What gunicorn's timeout says, where somebody set it: its command line, else GUNICORN_CMD_ARGS, else gunicorn.conf.py (gunicorn
 * settings, "Configuration Overview"). Of a kind of worker that it only watches it says at least what was meant. Undefined where
 * nothing is said, it cannot be read, or 0 switches it off.
 */
export function requestTimeout(project: Project, service: Service): RequestTimeout | undefined {
  const lines = startLines(project, service).filter(({ text }) => /(?:^|[\s/;&])gunicorn\s/.test(text));
  if (lines.length === 0) return undefined;
  for (const { text, at } of lines) {
    const flag = FLAG.exec(text.slice(text.indexOf('gunicorn')))?.[1];
    if (flag !== undefined) return said(service, flag, at);
  }
  const args = service.environment.findLast(({ key }) => key === 'GUNICORN_CMD_ARGS');
  const ofArgs = FLAG.exec(args?.value ?? '')?.[1];
  if (args !== undefined && ofArgs !== undefined) return said(service, ofArgs, args.at);
  return ofFile(project, service, lines.map(({ text }) => text).join(' '));
}

/** gunicorn reads gunicorn.conf.py where it starts, or the file that `-c` names. */
function ofFile(project: Project, service: Service, line: string): RequestTimeout | undefined {
  const named = /(?:^|\s)(?:-c|--config)(?:=|\s+)["']?(?:python:|file:)?(\S+?\.py)\b/.exec(line)?.[1];
  const name = named?.split('/').at(-1) ?? 'gunicorn.conf.py';
  const file = sourcesOf(project, service).find((one) => one.split('/').at(-1) === name);
  const text = file === undefined ? '' : (project.read(file) ?? '');
  const setting = SETTING.exec(text);
  if (file === undefined || setting === null) return undefined;
  const value = (setting[1] ?? '').replace(/#.*$/, '').trim();
  const at = placeInText(file, text, setting.index);
  const [, variable, unset = ''] = FALLBACK.exec(value) ?? [];
  return variable === undefined ? said(service, value, at) : said(service, `$\{${variable}:-${unset}}`, at);
}

/** A number, or a variable with what it is unless set. */
function said(service: Service, text: string, at: Place): RequestTimeout | undefined {
  const [, name, unset] = /^\$\{?(\w+)(?::?-(\w*))?\}?$/.exec(text) ?? [];
  const entry = service.environment.findLast(({ key }) => key === name);
  const value = name === undefined ? text : entry === undefined ? unset : entry.value;
  const seconds = /^\d+$/.test(value ?? '') ? Number(value) : 0;
  return seconds === 0 ? undefined : { seconds, at: entry?.at ?? at };
}
