import { postgresParameter } from '../facts/postgres.ts';
import { qdrantKey } from '../facts/qdrant.ts';
import { isRedisDirective } from '../facts/redis.ts';
import type { Plan } from './plan.ts';
import type { WrittenKey } from './stack.ts';

/** The keys that a plan writes into files of the stores, each looked up in the facts (I14). Variables are their reader's matter. */
export function writtenKeys({ settings, inputs }: Pick<Plan, 'settings' | 'inputs'>): readonly WrittenKey[] {
  return [...settings.values()].flatMap(({ setting: { target } }): readonly WrittenKey[] => {
    switch (target.in) {
      case 'postgres':
        return [
          {
            service: 'postgres',
            key: target.key,
            read: postgresParameter(target.key, inputs.postgres) !== undefined,
          },
        ];
      case 'redis':
        return [{ service: target.service, key: target.key, read: isRedisDirective(target.key) }];
      case 'qdrant':
        return [{ service: 'qdrant', key: target.path.join('.'), read: isQdrantKey(target.path) }];
      case 'env':
      case 'compose':
      case 'nginx':
      case 'pgbouncer':
      case 'prometheus':
        break;
    }
    return [];
  });
}

/** The members of an object, such as that of a quantization, are not listed one by one. */
function isQdrantKey(path: readonly string[]): boolean {
  const whole = qdrantKey(path.join('.'));
  return whole !== undefined || qdrantKey(path.slice(0, 3).join('.'))?.type.startsWith('object') === true;
}
