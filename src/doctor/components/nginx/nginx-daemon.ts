import { isInFolder } from '../../../project/is-in-folder.ts';
import type { Project, Service } from '../../../project/project.ts';

/** nginx does one thing with these and is done. */
const ONCE = /\s-[vVtThqs?]+(?:\s|$)/;
const NGINX = /^(?:exec\s+)?(?:\S*\/)?nginx(?:-debug)?(?=\s|$)/;

export function isShell(word: string): boolean {
  return /^(?:\S*\/)?(?:ba|da|a)?sh$/.test(word);
}

/** Whether the command of a service starts an nginx that goes into the background, by itself or as the last act of a script. */
export function leavesForeground(project: Project, service: Service): boolean {
  const { command } = service;
  const script = isShell(command[0] ?? '') ? command[2] : undefined;
  const parts = script === undefined ? [command.join(' ')] : script.split(/&&|\|\||;|\n/);
  const last = parts.findLast((part) => part.trim() !== '')?.trim() ?? '';
  const stays = command.join(' ').includes('daemon off') || last.includes('&');
  return NGINX.test(last) && !stays && !ONCE.test(last) && isDaemon(project, service, last);
}

/** What its main file says, which is the image's own where nothing stands in its place; not where something does that is not read. */
function isDaemon(project: Project, service: Service, line: string): boolean {
  const main = /\s-c\s*(\S+)/.exec(line)?.[1] ?? '/etc/nginx/nginx.conf';
  const own = project.configs.filter(({ service: name }) => name === service.name);
  const conf = own.find(({ target }) => target === main);
  if (conf !== undefined) return !/^\s*daemon\s+off\s*;/m.test(conf.text);
  const covered = service.mounts.some(({ target }) => isInFolder(main, target));
  return !covered && service.spec['configs'] === undefined && main === '/etc/nginx/nginx.conf';
}
