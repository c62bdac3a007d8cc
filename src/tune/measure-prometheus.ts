import type { Call } from '../lib/call.ts';
import type { Wishes } from '../sizing/inputs.ts';

export async function measurePrometheus(_url: string, _call: Call = {}): Promise<Wishes> {
  return {};
}
