import { defineCheck, type Finding, found, type LogPattern, notApplicable, type Seen } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { isEmptyKeyNone, keyOfClients, qdrantKeyState } from '../../components/qdrant/qdrant-key.ts';
import { qdrantServices } from '../../components/qdrant/qdrant-settings.ts';
import { withVariable } from '../../components/compose/variable-edits.ts';
import type { Service } from '../../../project/project.ts';

const treated: LogPattern = { name: 'empty', literal: 'api_key is set but empty' };

export const qdrantApiKeyEmpty = defineCheck({
  id: 'qdrant-api-key-empty',
  area: 'qdrant',
  severity: 'error',
  title: "Qdrant's key is not empty",
  why: `A variable that is not set leaves an empty key. Up to 1.18 Qdrant then asks for that empty key and refuses everybody, with 401;
from 1.19 it takes it for none and is open to all.`,
  repair:
    'Set the variable that the key comes from to 32 random bytes or more (openssl rand -hex 32), or take the key away.',
  fixClass: 'confirm',
  source:
    'seen with qdrant 1.18.3, api_key "" in a file and as a variable: every request 401; from 1.19 treated as unset, with a warning (qdrant PR 9199)',
  logs: [treated],
  run: (evidence) => {
    const services = qdrantServices(evidence.project);
    if (services.length === 0) return notApplicable('no service is Qdrant');
    return found(services.flatMap((service) => findingsOf(evidence, service)));
  },
});

function findingsOf(evidence: Evidence, service: Service): readonly Finding[] {
  const { project, logs } = evidence;
  const key = qdrantKeyState(project, service);
  if (key.state !== 'empty') return [];
  const { at, variable } = key.setting;
  const { count } = logs.summary('qdrant-api-key-empty', treated.name);
  const open = isEmptyKeyNone(service);
  const name = keyOfClients(project);
  const edit =
    name === undefined || variable === undefined
      ? undefined
      : withVariable(project, service, variable.key, `\${${name}}`);
  const seen: readonly Seen[] = [
    { by: 'config', text: `${variable?.key ?? 'service.api_key'} is set, to nothing`, at },
    ...(count > 0
      ? [{ by: 'log', text: `"api_key is set but empty, it is treated as unset" ${count} x` } as const]
      : []),
  ];
  return [
    {
      message: `The key of ${service.name} is empty: ${open ? 'it is open to everybody who reaches it' : 'it refuses every request with 401'}.`,
      at,
      evidence: seen,
      ...(edit === undefined
        ? {}
        : {
            repair: `Take the key that .env holds for the clients (${name ?? ''}).`,
            fix: { class: 'confirm', edits: [edit], restart: [service.name] },
          }),
    },
  ];
}
