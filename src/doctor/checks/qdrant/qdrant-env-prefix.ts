import { ignoredVariable, isHonoured } from '../../../facts/images.ts';
import { qdrantKey, qdrantKeyOfVariable } from '../../../facts/qdrant.ts';
import type { EnvEntry, Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, type FixClass, found, notApplicable } from '../../check.ts';
import { clashingAlias, qdrantRename } from '../../components/qdrant/qdrant-renames.ts';
import { isReadByQdrant, qdrantServices, variableOf } from '../../components/qdrant/qdrant-settings.ts';
import { withoutVariable, withVariable } from '../../components/compose/variable-edits.ts';

export const qdrantEnvPrefix = defineCheck({
  id: 'qdrant-env-prefix',
  area: 'qdrant',
  severity: 'error',
  title: 'Variables of the Qdrant server are of the form QDRANT__SECTION__KEY',
  why: `The server reads QDRANT__SERVICE__API_KEY: two underscores after the name and between all parts. QDRANT_API_KEY is what client
programs read, and QDRANT_SERVICE_HTTP_PORT is read by nobody. The container starts without a word: with no key, on its default port.`,
  repair: 'Name it with two underscores, by the path of the key in the configuration file.',
  fixClass: 'confirm',
  source:
    'Qdrant src/settings.rs, Environment::with_prefix("QDRANT").separator("__"); single underscores and unknown paths given to qdrant 1.18.3: without effect, no line of log',
  supersedes: ['env-placebo'],
  run: ({ project }) => {
    const services = qdrantServices(project);
    if (services.length === 0) return notApplicable('no service is Qdrant');
    return found(
      services.flatMap((service) =>
        service.environment.flatMap((entry) => {
          const finding = findingOf(project, service, entry);
          return finding === undefined ? [] : [finding];
        }),
      ),
    );
  },
});

/** Of the entrypoint and the command line; and what clients of a shared file read. */
const OWN = /^QDRANT_(?:ALLOW_RECOVERY_MODE|INIT_FILE_PATH|NUM_CPUS|URI|BOOTSTRAP|NO_MULTI_MMAP)$/;

function findingOf(project: Project, service: Service, entry: EnvEntry): Finding | undefined {
  const { key, at } = entry;
  const upper = key.toUpperCase();
  if (!upper.startsWith('QDRANT_') || OWN.test(upper)) return undefined;
  const double = upper.startsWith('QDRANT__');
  const path = double ? upper.slice('QDRANT__'.length).replaceAll('__', '.').toLowerCase() : undefined;
  if (path !== undefined && (isReadByQdrant(path, service) || clashingAlias(path) !== undefined))
    return undefined;
  if (double && qdrantKeyOfVariable(key) !== undefined) return undefined;
  // A file that the backend reads as well holds the backend's own names.
  if (
    !double &&
    (entry.from === 'env-file' || (isHonoured('qdrant', key) && ignoredVariable('qdrant', key) === undefined))
  )
    return undefined;
  const to = path === undefined ? intended(upper) : qdrantRename(path)?.to;
  const same = path !== undefined && qdrantRename(path)?.same === true;
  return described(project, service, entry, { to, class: same ? 'safe' : 'confirm', at });
}

/** `QDRANT_SERVICE_HTTP_PORT` → `service.http_port`; `QDRANT_API_KEY` → `service.api_key`. */
function intended(name: string): string | undefined {
  const words = name
    .slice('QDRANT_'.length)
    .toLowerCase()
    .replace(/^_+/, '')
    .split('_')
    .filter((word) => word !== '');
  const joined = words.join('_');
  const candidates = [
    joined,
    ...words.map((_, index) => `${words.slice(0, index + 1).join('_')}.${words.slice(index + 1).join('_')}`),
    `service.${joined}`,
    `service.${joined.replace(/^port$/, 'http_port')}`,
    ...['optimizers', 'performance', 'hnsw_index', 'wal'].flatMap((section) =>
      joined.startsWith(`storage_${section}_`)
        ? [`storage.${section}.${joined.slice(`storage_${section}_`.length)}`]
        : [],
    ),
  ];
  return candidates.find((path) => qdrantKey(path) !== undefined);
}

function described(
  project: Project,
  service: Service,
  entry: EnvEntry,
  { to, ...fix }: { readonly to: string | undefined; readonly class: FixClass; readonly at: EnvEntry['at'] },
): Finding {
  const { key, value = '' } = entry;
  const removal = withoutVariable(service, entry);
  const present =
    to !== undefined && service.environment.some((one) => one.key.toUpperCase() === variableOf(to));
  const set =
    to === undefined || present
      ? undefined
      : withVariable(project, service, variableOf(to), written(entry, value));
  const edits = [...(set === undefined ? [] : [set]), ...(removal === undefined ? [] : [removal])];
  return {
    message: `${service.name} does not read ${key}${to === undefined ? '' : `; what sets ${to} is ${variableOf(to)}`}.`,
    at: fix.at,
    evidence: [{ by: 'config', text: `${key} is given to the server of ${service.name}`, at: fix.at }],
    repair:
      to === undefined
        ? `Take ${key} away from the server; a client program may need it, on its own service.`
        : `Name it ${variableOf(to)}, which then takes effect. Clients keep ${key}, on their own service.`,
    ...(removal === undefined ? {} : { fix: { class: fix.class, edits, restart: [service.name] } }),
  };
}

/** With its variables, as it stands there. */
function written({ raw, form }: EnvEntry, value: string): string {
  return raw.includes('${') || form === 'list' ? raw : value;
}
