import type { YamlPath, YamlValue } from '../edits/edit.ts';

/** A place in a file of the project, for people: 1-based. `file` is relative to the root, with `/`. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What the program behind a service is, told from its image, build and command; `other` where nothing tells. */
export type ServiceKind =
  | 'backend'
  | 'frontend'
  | 'qdrant'
  | 'postgres'
  | 'pgbouncer'
  | 'redis'
  | 'redis-exporter'
  | 'postgres-exporter'
  | 'node-exporter'
  | 'cadvisor'
  | 'nginx'
  | 'prometheus'
  | 'alertmanager'
  | 'grafana'
  | 'other';

/** One variable as the container gets it. */
export interface EnvEntry {
  readonly key: string;
  /** After interpolation and unquoting; undefined where it is passed through from the shell that starts the stack. */
  readonly value: string | undefined;
  /** As written. */
  readonly raw: string;
  /** Where the value that wins is written: an env file, or `environment`. */
  readonly at: Place;
  readonly from: 'env-file' | 'environment';
  /** `list` items (`- A="b"`) keep their quotes, `map` values do not. */
  readonly form: 'list' | 'map' | 'file';
  /** The other places that set it to another value and lose, nearest loser first. */
  readonly shadowed: readonly { readonly value: string | undefined; readonly at: Place }[];
}

/**
 * What stands at a path now. Undefined where it is not looked at: outside the root, behind a symlink that leads there, or where the
 * permission is missing.
 */
export type OnDisk = 'file' | 'folder' | 'absent' | undefined;

/** A bind mount or volume of a service. */
export interface Mount {
  readonly kind: 'bind' | 'volume' | 'tmpfs';
  /** For a bind: relative to the root where inside it, else absolute. For a volume: its name. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  /** What stands at the source of a bind; undefined for other kinds too. */
  readonly onDisk: OnDisk;
  readonly at: Place;
  /** Of the item in `Service.spec`, for `editOf`. */
  readonly path: YamlPath;
}

/** A published port. `hostIp` undefined: every address. Ranges are spread out. */
export interface PublishedPort {
  readonly hostIp: string | undefined;
  readonly host: number | undefined;
  readonly container: number;
  readonly protocol: 'tcp' | 'udp';
  readonly at: Place;
  /** Of the item in `Service.spec`, for `editOf`; the ports of one range share it. */
  readonly path: YamlPath;
}

/** One service after every file was merged, extended and interpolated as `docker compose` does it. */
export interface Service {
  readonly name: string;
  readonly kind: ServiceKind;
  /** The key of the service in the last file that has it. */
  readonly at: Place;
  /** `redis:7-alpine` after interpolation. */
  readonly image: string | undefined;
  /** The folder that the image is built from, relative to the root. */
  readonly buildContext: string | undefined;
  /**
   * The merged mapping, interpolated, each key in one form whatever form it is written in: `environment`, `labels`, `sysctls`
   * and `build.args` are mappings, `build` and `depends_on` their long forms, `networks` a mapping by name, `env_file` a list of
   * `{path, required}`. `command`, `entrypoint`, `ports` and `volumes` stay as written; they are understood below.
   */
  readonly spec: { readonly [key: string]: YamlValue };
  /** Where the value at that path of `spec` is written; undefined where nothing is. */
  placeOf(path: YamlPath): Place | undefined;
  /**
   * The same value as an address for an edit: the file that wins and the path in it. Of a value that is not there yet, where it
   * would belong. An item of a list form (`- KEY=value`, `- redis` of depends_on) has the path of that item.
   * `shared`: an anchor or an extended service that others take it from too; to change this service alone, set the whole first
   * key of `path` below the service itself.
   */
  editOf(path: YamlPath): { readonly file: string; readonly path: YamlPath; readonly shared?: boolean };
  readonly environment: readonly EnvEntry[];
  readonly mounts: readonly Mount[];
  readonly ports: readonly PublishedPort[];
  /** `command` split into words as Compose does it; entrypoint likewise. */
  readonly command: readonly string[];
  readonly entrypoint: readonly string[];
  /** Memory limit in bytes and CPU limit in cores, from `deploy.resources.limits` or the older keys. */
  readonly memoryLimit: number | undefined;
  readonly cpuLimit: number | undefined;
  /** `deploy.replicas` or `scale`; 1 unless given. */
  readonly replicas: number;
  /** False where its profiles are not among the active ones. */
  readonly active: boolean;
}

/** One line of a .env file that Compose reads, as written and as understood. */
export interface EnvLine {
  readonly key: string;
  readonly raw: string;
  readonly value: string;
  readonly quote: 'none' | 'single' | 'double';
  readonly at: Place;
}

export interface EnvFile {
  readonly file: string;
  readonly lines: readonly EnvLine[];
  readonly text: string;
  /** POSIX permission bits. */
  readonly mode: number;
  /** Whether git keeps the file. `unknown`: the index of the repository around it cannot be read. */
  readonly tracked: 'yes' | 'no' | 'no-repository' | 'unknown';
}

/** How a file of the project came into an image: what is done to it takes effect when the image is built anew. */
export interface BuiltIn {
  /** What the Dockerfile copies. */
  readonly at: Place;
  /** The image that it is built on, as its first stage names it: `nginx:1.29-alpine`. */
  readonly base: string;
}

/** A configuration file of one service, found through its mounts, image and command, or by its name where no service has it. */
export interface ConfigFile {
  readonly file: string;
  readonly kind:
    | 'postgres'
    | 'redis'
    | 'qdrant'
    | 'nginx'
    | 'prometheus'
    | 'prometheus-rules'
    | 'alertmanager';
  /** The service that mounts it or has it in its image, and where; undefined where none does. */
  readonly service: string | undefined;
  readonly target: string | undefined;
  /** Only of one that the image has, and nothing is mounted over. */
  readonly builtIn?: BuiltIn;
  readonly text: string;
}

/** Something that could not be read or understood; the rest was. */
export interface Problem {
  readonly file: string;
  readonly line: number | undefined;
  /** One sentence: what, and why. Never file content. */
  readonly message: string;
}

/** A variable that a source file, Dockerfile or start script reads, and where. */
export interface VariableRead {
  readonly name: string;
  readonly at: Place;
}

/** A stranger's project folder as evidence. Read once; nothing here is changed in place. */
export interface Project {
  /** Absolute. */
  readonly root: string;
  /** Compose's project name, as the environment, .env or the files give it. */
  readonly name: string;
  /** The other name that its containers run under, where they were started with `docker compose -p NAME`. */
  readonly startedAs?: string;
  /** The files that its containers were started from (`-f`), where these are not all read here; relative where inside. */
  readonly startedFrom?: readonly string[];
  /** In merge order; empty where there is no compose file. */
  readonly composeFiles: readonly string[];
  readonly services: readonly Service[];
  /** The merged top-level keys beside `services`: volumes, networks, secrets, configs. */
  readonly top: { readonly [key: string]: YamlValue };
  /** Variables that a compose file names and nothing sets. */
  readonly unset: readonly { readonly name: string; readonly at: Place }[];
  /** Every .env-like file that Compose or a service reads, and `.env` of the root. */
  readonly envFiles: readonly EnvFile[];
  readonly configs: readonly ConfigFile[];
  /** Text of a small text file of the project, and undefined where there is none, it is binary, too large or outside. */
  read(file: string): string | undefined;
  /** When a file of the project was written last; undefined where there is none, or it leads outside. */
  modifiedAt(file: string): Date | undefined;
  /** What stands at a name now. */
  onDisk(file: string): OnDisk;
  /** The name of what a file is read from: another one where it is a symlink within the root (`.env` → `prod.env`), else its own. */
  fileOf(file: string): string;
  /** Source files, Dockerfiles and start scripts of a build context (or the whole project), at most a few thousand. */
  readonly sources: readonly string[];
  readonly variablesRead: readonly VariableRead[];
  readonly problems: readonly Problem[];
}
