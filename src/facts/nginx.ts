import { INVALID_NGINX_DIRECTIVES, NGINX_DIRECTIVES } from './tables/nginx-directives.ts';

/** A directive as nginx 1.26 and 1.30 take it. */
export interface NginxDirectiveFact {
  readonly name: string;
  readonly context?: string;
  readonly default?: string;
  readonly note?: string;
}

export interface InvalidNginxDirective {
  readonly name: string;
  /** Only with this value, or in this place (`in main`). */
  readonly value?: string;
  readonly useInstead: string;
}

const DIRECTIVES = new Map(NGINX_DIRECTIVES.map((row) => [row.name, row]));

export function nginxDirective(name: string): NginxDirectiveFact | undefined {
  return DIRECTIVES.get(name);
}

/** A directive, or one with a value, that stops the official image's nginx. */
export function invalidNginxDirective(name: string, value?: string): InvalidNginxDirective | undefined {
  return INVALID_NGINX_DIRECTIVES.find(
    (row) => row.name === name && (row.value === undefined || row.value === value),
  );
}
