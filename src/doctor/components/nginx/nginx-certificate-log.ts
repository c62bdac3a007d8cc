import type { Service } from '../../../project/project.ts';
import type { LogPattern } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { isLineOf } from '../../logs/lines-of.ts';

/** OpenSSL 1.1 has the name of its function where 3 has nothing. */
export const UNREAD_CERTIFICATE: LogPattern = {
  name: 'unread',
  literal: 'cannot load certificate',
  pattern:
    /cannot load certificate(?: key)? "(?<file>\/[^"]+)": \w+\(\) failed \(SSL: error:\w+:[^:]*:[^:]*:(?<why>[^:)]+)/,
};

/** What nginx wrote of a file since it was started last. */
export function certificateComplaint(
  { logs, live }: Evidence,
  service: Service,
  path: string,
  isOnly: boolean,
): string | undefined {
  const containers = live.docker.seen ? live.docker.value : [];
  const started = containers.find((one) => one.service === service.name)?.startedAt;
  const { samples } = logs.summary('nginx-tls-gap', UNREAD_CERTIFICATE.name);
  return samples.findLast(
    (line) =>
      isLineOf(line, service, isOnly) &&
      line.groups['file'] === path &&
      !(started !== undefined && line.time !== undefined && line.time < started),
  )?.groups['why'];
}
