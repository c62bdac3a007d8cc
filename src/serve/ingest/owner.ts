import { hostname } from 'node:os';
import process from 'node:process';
import { isAlive } from '../../lib/is-alive.ts';

/** This process among all that share a data home: `HOST-PID`. */
export function thisProcess(): string {
  return `${hostname().replaceAll(/[^\w.]/g, '_')}-${process.pid}`;
}

/** Whether the process of that name has ended. One of another host counts as gone: a container made anew has another name. */
export function isGone(owner: string): boolean {
  const [, host, pid] = /^(.+)-(\d+)$/.exec(owner) ?? [];
  if (thisProcess() !== `${host}-${process.pid}`) return true;
  // This very PID in an earlier life, as containers have it, or one that no process has now.
  return Number(pid) === process.pid || !isAlive(Number(pid));
}
