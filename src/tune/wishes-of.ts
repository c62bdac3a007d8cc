import { CvxError } from '../lib/errors.ts';
import { parseHost } from '../sizing/host.ts';
import type { Host, Wishes } from '../sizing/inputs.ts';
import { measureHost } from '../sizing/measure-host.ts';
import { hostOfInstance, type PriceTable } from '../sizing/prices.ts';
import { GIB, given, type Quantity, type Unit } from '../sizing/quantity.ts';
import type { SizeFlags } from './request.ts';

export interface WishSources {
  readonly prices: PriceTable;
  /** Folder whose disk counts where the host is this machine. */
  readonly folder: string;
  /** What was measured, or follows from the project; the command line wins over both. */
  readonly known?: Wishes;
}

/**
 * What is wished, with the origin of each number. The host is given by its size, named by its machine type, or measured here.
 * Throws CVX_HOST and CVX_INSTANCE where it is neither, CVX_USAGE where both are given.
 */
export function wishesOf(
  size: SizeFlags,
  { prices, folder, known = {} }: WishSources,
): Wishes & { readonly host: Host } {
  const { host, gpuBytes } = hostOf(size, prices, folder);
  const flags: Wishes = {
    users: quantity(size.users, 'count', '--users'),
    tier: size.tier,
    thinkTime: quantity(size.thinkTime, 'seconds', '--think-time'),
    peak: quantity(size.peak, 'ratio', '--peak'),
    cvs: quantity(size.cvs, 'count', '--cvs'),
    vectorsPerCv: quantity(size.vectorsPerCv, 'count', '--vectors-per-cv'),
    dims: quantity(size.dimensions, 'count', '--dimensions'),
    growth: quantity(size.growth, 'ratio', '--growth'),
    slo: quantity(size.slo, 'seconds', '--slo'),
    hosts: quantity(size.hosts, 'count', '--hosts'),
    gpu: gpuOf(size, gpuBytes),
    storage: size.storage,
    postgres: size.postgres,
    quantization: size.quantization,
  };
  const asked = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  return { ...known, ...asked, host };
}

function quantity(value: number | undefined, unit: Unit, flag: string): Quantity | undefined {
  return value === undefined ? undefined : given(value, unit, `${flag} ${value}`);
}

function hostOf(
  { host, instance }: SizeFlags,
  prices: PriceTable,
  folder: string,
): { readonly host: Host; readonly gpuBytes: number | undefined } {
  if (host !== undefined && instance !== undefined)
    throw new CvxError('CVX_USAGE', 'Both --host and --instance say what the machine is.', {
      hint: 'Give one of them.',
    });
  if (instance !== undefined) return hostOfInstance(instance, prices);
  return { host: host === undefined ? measureHost(folder) : parseHost(host), gpuBytes: undefined };
}

function gpuOf({ gpu }: SizeFlags, ofInstance: number | undefined): Quantity | undefined {
  if (gpu === undefined) return undefined;
  if (gpu !== true) return given(gpu * GIB, 'bytes', `--gpu ${gpu}`);
  if (ofInstance !== undefined) return given(ofInstance, 'bytes', '--gpu, card of the instance');
  throw new CvxError('CVX_USAGE', 'How much memory the graphics card has is not known.', {
    hint: 'Give it in GiB: --gpu 16',
  });
}
