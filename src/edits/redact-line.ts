const HIDDEN = '••••';

/** A name that holds a secret, and the value behind `=` or `:`; not a path to a file that holds one, nor a way of hashing. */
const NAMED =
  /([\w.-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|private[_-]?key|credentials?|_pass)(?!s)(?:[\w.-]*[\w])?["']?\s*[:=]\s*)(\S.*?)(\s*(?:\s#.*)?)$/i;
const NO_SECRET = /(?:_file|_path|_encryption|_url|_ttl|_expiry)["']?\s*[:=]\s*$/i;
/** `scheme://user:password@host` */
const IN_URL = /(:\/\/[^\s:@/'"]*:)((?:\$\{[^}]*\}|[^\s@'"])+)(@)/g;
/** Redis directives and flags, `user name … >password`. */
const REDIS = /((?:^|[\s"'-])(?:requirepass|masterauth|primaryauth)["']?[\s,]+["']?)([^\s"',\]]+)/gi;
const REDIS_USER = /(\s>)(\S+)/g;
const REFERENCE = /^["']?\$\{?\w+(?::?[-?+][^}]*)?\}?["']?$/;

/**
 * A line of a configuration or dotenv file as it may be shown: no password, token or key. References (`${NAME}`) and empty
 * values stay, since they are what a reader needs to see.
 */
export function redactLine(line: string): string {
  return line
    .replace(NAMED, (all, name: string, value: string, rest: string) =>
      NO_SECRET.test(name) || isOpen(value) ? all : `${name}${hidden(value)}${rest}`,
    )
    .replaceAll(IN_URL, (all, head: string, secret: string, at: string) =>
      isOpen(secret) ? all : `${head}${HIDDEN}${at}`,
    )
    .replaceAll(REDIS, (all, head: string, secret: string) => (isOpen(secret) ? all : `${head}${HIDDEN}`))
    .replaceAll(REDIS_USER, (all, head: string) =>
      /^\s*[+-]?\s*user\s/.test(line) ? `${head}${HIDDEN}` : all,
    );
}

function isOpen(value: string): boolean {
  const isDefaulted = /:?[-+][^}]+\}/.test(value);
  return /^(?:""|''|null|~|\{\}|\[\]|[|>][-+]?)$/.test(value) || (REFERENCE.test(value) && !isDefaulted);
}

/** In the quotes that the value has. */
function hidden(value: string): string {
  const quote = /^["']/.exec(value)?.[0] ?? '';
  return quote + HIDDEN + quote;
}
