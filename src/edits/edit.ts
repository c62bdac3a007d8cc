/**
 * A change of one text file, as data: what doctor's checks and the tuner return, and what is shown, applied and undone.
 * Applied by splicing the present text, never by writing a parsed document back: comments, order, alignment, quoting and line
 * ends of everything else stay as they are, and an edit whose result stands there already changes nothing.
 * Files are named relative to the project's root, with `/`.
 */
export type Edit = YamlEdit | EnvEdit | ConfEdit | TextEdit | FileEdit;

/** Keys of mappings and indexes of sequences, from the top of the document. */
export type YamlPath = readonly (string | number)[];

export type YamlValue =
  | string
  | number
  | boolean
  | null
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue };

/** Sets, appends to or removes one node of a YAML document. Missing parents are made. Refused where it would reach through a shared anchor. */
export type YamlEdit =
  | { readonly do: 'set-yaml'; readonly file: string; readonly path: YamlPath; readonly value: YamlValue }
  | { readonly do: 'append-yaml'; readonly file: string; readonly path: YamlPath; readonly value: YamlValue }
  | { readonly do: 'remove-yaml'; readonly file: string; readonly path: YamlPath };

/** Sets or removes `KEY=value` in a file of Compose's dotenv form, quoted as that form needs. `comment` precedes a new line. */
export type EnvEdit =
  | {
      readonly do: 'set-env';
      readonly file: string;
      readonly key: string;
      readonly value: string;
      readonly comment?: string;
    }
  | { readonly do: 'remove-env'; readonly file: string; readonly key: string };

/**
 * Sets or removes a directive of postgresql.conf (`key = value`), redis.conf (`key value`) or nginx (`key value;`).
 * Of PostgreSQL `value` is the value itself, quoted as needed. Of the others it is what stands behind the key, in the file's own
 * syntax (`redisWord` and `nginxWord` quote one argument), and `key` may hold leading arguments where these tell lines apart:
 * `client-output-buffer-limit pubsub`, `proxy_set_header Connection`.
 * nginx needs `block`, the blocks it stands in from the outside: `['http', 'upstream backend']`.
 */
export type ConfEdit =
  | {
      readonly do: 'set-conf';
      readonly syntax: ConfSyntax;
      readonly file: string;
      readonly block?: readonly string[];
      readonly key: string;
      readonly value: string;
      readonly comment?: string;
    }
  | {
      readonly do: 'remove-conf';
      readonly syntax: ConfSyntax;
      readonly file: string;
      readonly block?: readonly string[];
      readonly key: string;
    };

export type ConfSyntax = 'postgres' | 'redis' | 'nginx';

/** Replaces `expect`, which must stand at `offset` (UTF-16 units) of the present text, or the edit is refused. */
export interface TextEdit {
  readonly do: 'replace-text';
  readonly file: string;
  readonly offset: number;
  readonly expect: string;
  readonly text: string;
}

/** Makes a file, or replaces it whole. `mode` in octal, 0o644 unless given; kept where the file exists. */
export interface FileEdit {
  readonly do: 'write-file';
  readonly file: string;
  readonly text: string;
  readonly mode?: number;
}
