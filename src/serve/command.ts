import { Option } from 'commander';
import { addCommand, type Register, wholeNumber } from '../command.ts';
import { ROLES, type Role } from './access/caller.ts';

/** Of this machine alone: whoever wants more says so, and has keys. */
const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = 8080;
const MAX_PORT = 65_535;

interface ServeFlags {
  readonly host: string;
  readonly port: number;
  readonly metricsPort?: number;
  readonly newKey?: string;
  readonly role: Role;
}

export const registerServe: Register = (program, runs) => {
  const command = addCommand(program, {
    usage: 'serve',
    group: 'Find people',
    summary: 'Answer searches over HTTP: an API, a page to search from, health and metrics',
    details: [
      `Only this machine reaches it, without a key, unless --host says otherwise. On any other address it starts only where
there is an API key: each has a name and a role (read; ingest, which may also upload; admin, which may also erase). The keys are sent as
"Authorization: Bearer KEY"; the file CVX_API_KEYS_FILE holds their hashes only.`,
      `The API describes itself at /api/openapi.json. Ctrl+C or SIGTERM ends it: requests under way are answered first. Each
request is a JSON line on stderr, without what was searched.`,
    ],
    examples: [
      { run: 'cvx serve', says: 'http://127.0.0.1:8080' },
      { run: 'cvx serve --new-key page --role read', says: 'make a key, print it once' },
      { run: 'cvx serve --host 0.0.0.0 --port 8080', says: 'for other machines, with keys' },
    ],
  })
    .option('--host <address>', 'address to listen on', DEFAULT_HOST)
    .option('-p, --port <port>', 'port; 0 takes a free one', wholeNumber(0, MAX_PORT), DEFAULT_PORT)
    .option(
      '--metrics-port <port>',
      'serve /metrics on this port, too, without a key',
      wholeNumber(0, MAX_PORT),
    )
    .option('--new-key <name>', 'make an API key of that name, print it, and end')
    .addOption(new Option('--role <role>', 'what the new key may do').choices(ROLES).default('read'));
  runs(command, async (session) => {
    const { newKey, role, host, port, metricsPort } = command.opts<ServeFlags>();
    if (newKey !== undefined) {
      const { printNewKey } = await import('./access/print-new-key.ts');
      return printNewKey(session, newKey, role);
    }
    const { runServe } = await import('./serve.ts');
    return runServe(session, { host, port, ...(metricsPort === undefined ? {} : { metricsPort }) });
  });
};
