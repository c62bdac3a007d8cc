import type { Container } from '../../../../src/doctor/live/live.ts';

const LINE =
  'Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands to Redis. This is likely due to an attacker attempting to use Cross Protocol Scripting to compromise your Redis instance.';

/** Lines as Redis 8 (with an address) and 7.0 (without) write them, one every so many seconds. */
export function attackLog(lines: number, everySeconds: number, address: string | undefined): string {
  const first = Date.UTC(2026, 10, 21, 23, 53, 1, 765);
  const end = address === undefined ? 'Connection aborted.' : `Connection from ${address}:33436 aborted.`;
  return Array.from({ length: lines }, (_, n) => {
    const time = new Date(first + n * everySeconds * 1000);
    const [, month = ''] = time.toUTCString().split(' ').slice(1);
    const [day, clock] = [time.toISOString().slice(8, 10), time.toISOString().slice(11, 23)];
    return `1:M ${day} ${month} 2026 ${clock} # ${LINE} ${end}\n`;
  }).join('');
}

/** A container that runs and is otherwise of no interest. */
export function container(service: string, addresses: readonly string[]): Container {
  return {
    id: `0000${service}`,
    name: `shop-${service}-1`,
    service,
    image: service,
    repoDigests: [],
    running: true,
    startedAt: undefined,
    exitCode: 0,
    oomKilled: false,
    restartCount: 0,
    health: 'none',
    healthLog: [],
    addresses,
    memoryLimit: undefined,
    memoryUsed: undefined,
    cpuPercent: undefined,
    connections: undefined,
  };
}
