import type { Project } from '../../project/project.ts';
import { composeLog, journalLog } from './command-log.ts';
import { fileLog, stdinLog } from './file-log.ts';
import type { LogSource } from './log-source.ts';

export interface LogRequest {
  /** `--logs`, as given: `FILE`, `-`, `journald[:unit]`, each also as `SERVICE=…`. */
  readonly wanted: readonly string[];
  /** How far back Docker's and journald's logs are read: `24h`. */
  readonly since: string;
  /** Whether running programs may be asked: Docker is, where no log was named. */
  readonly live: boolean;
  /** Compose files as given by `-f`. */
  readonly files: readonly string[];
  readonly cwd: string;
  readonly stdin: NodeJS.ReadStream;
}

/** The logs that were named; else what Docker has of the project. Rejects where a named file is not there. */
export async function openLogs(project: Project, request: LogRequest): Promise<LogSource[]> {
  const { wanted, since, live, files, cwd, stdin } = request;
  if (wanted.length === 0)
    return live && project.composeFiles.length > 0 ? [composeLog(project, files, since)] : [];
  return Promise.all(
    wanted.map(async (text) => {
      const { service, what } = splitRequest(text, project);
      if (what === '-') return stdinLog(stdin, service);
      const journal = /^journald(?::(.+))?$/.exec(what);
      if (journal !== null) return journalLog(cwd, journal[1], since, service);
      return fileLog(cwd, what, service);
    }),
  );
}

/** `redis=FILE`, unless that is a file's own name: a service that the project has, or else whatever looks like one. */
function splitRequest(text: string, { services }: Project): { service: string | undefined; what: string } {
  const match = /^([\w.-]+)=(.+)$/s.exec(text);
  const [service, what] = [match?.[1], match?.[2]];
  if (service === undefined || what === undefined) return { service: undefined, what: text };
  const known = services.length === 0 || services.some(({ name }) => name === service);
  return known ? { service, what } : { service: undefined, what: text };
}
