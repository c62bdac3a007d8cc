import type { NginxDirective } from '../../../edits/conf/nginx-tokens.ts';
import type { ConfigFile, Service } from '../../../project/project.ts';

/**
 * The directives of a template with the values that Compose gives the service, as the start script of the image puts them in
 * (docker-nginx, 20-envsubst-on-templates.sh: envsubst with the names of the container's variables that match
 * NGINX_ENVSUBST_FILTER; all other `$names` are left to nginx). The names of blocks stay as written: edits find them so. So do
 * values of several words.
 */
export function filledIn(
  directives: readonly NginxDirective[],
  { target = '' }: Pick<ConfigFile, 'target'>,
  service: Service | undefined,
): readonly NginxDirective[] {
  const values = service === undefined ? new Map<string, string>() : valuesFor(target, service);
  return values.size === 0 ? directives : directives.map((one) => filled(one, values));
}

function valuesFor(target: string, { environment }: Service): ReadonlyMap<string, string> {
  const given = new Map(
    environment.flatMap(({ key, value }): [string, string][] => (value === undefined ? [] : [[key, value]])),
  );
  if (!target.endsWith(given.get('NGINX_ENVSUBST_TEMPLATE_SUFFIX') ?? '.template')) return new Map();
  const wanted = nameFilter(given.get('NGINX_ENVSUBST_FILTER') ?? '');
  return new Map([...given].filter(([name, value]) => wanted(name) && /^[^\s;{}"'\\$#]+$/.test(value)));
}

/** An expression of awk that JavaScript cannot read lets nothing through: the variables stay as they are written. */
function nameFilter(pattern: string): (name: string) => boolean {
  try {
    const expression = new RegExp(pattern);
    return (name) => expression.test(name);
  } catch (error) {
    if (error instanceof SyntaxError) return () => false;
    throw error;
  }
}

function filled(directive: NginxDirective, values: ReadonlyMap<string, string>): NginxDirective {
  const { words, children } = directive;
  if (children !== undefined) return { ...directive, children: children.map((one) => filled(one, values)) };
  return { ...directive, words: words.map((word) => filledWord(word, values)) };
}

function filledWord(word: string, values: ReadonlyMap<string, string>): string {
  return word.replaceAll(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (written: string, braced: string | undefined, bare: string | undefined) =>
      values.get(braced ?? bare ?? '') ?? written,
  );
}
