import { createFixture } from 'fs-fixture';
import { describe, expect, test } from 'vitest';
import { fitsOn } from '../../src/sizing/capacity.ts';
import { costsOf } from '../../src/sizing/cost.ts';
import { hostOfInstance, hostOfMachine, monthsOld, readPrices } from '../../src/sizing/prices.ts';
import { cpuQuota, measureHost, numberIn } from '../../src/sizing/measure-host.ts';
import { parseHost } from '../../src/sizing/host.ts';
import { GIB } from '../../src/sizing/quantity.ts';
import { inputsFor } from './sizing-inputs.ts';

const prices = readPrices();

describe('costs', () => {
  const inputs = inputsFor(900, '8x32');
  const costs = costsOf(inputs, prices, new Date('2025-07-15'));

  test('have the options of the notes at list prices', () => {
    const hourly = costs.options
      .filter(({ fromNotes }) => fromNotes)
      .map(({ kind, perMonth }) => [kind, Math.round((perMonth.value / 730) * 1000) / 1000]);
    expect(hourly).toEqual([
      ['today', 0.526],
      ['vertical', 0.752],
      ['horizontal', 1.578],
      ['mixed', 1.458],
    ]);
  });

  test('take capacity from the model: three machines carry less than three times one', () => {
    const of = (kind: string) =>
      costs.options.find((option) => option.fromNotes && option.kind === kind)?.capacity ?? 0;
    expect(of('today')).toBeGreaterThan(100);
    expect(of('horizontal')).toBeGreaterThan(of('vertical'));
    expect(of('horizontal')).toBeLessThan(3 * of('today'));
  });

  test('search the cheapest of each kind that carries the users', () => {
    const found = costs.options.filter(({ fromNotes }) => !fromNotes);
    expect(found.map(({ kind }) => kind)).toEqual(['vertical', 'horizontal', 'mixed']);
    for (const { carries, capacity, perMonth, perUser } of found) {
      expect(carries).toBe(true);
      expect(capacity).toBeGreaterThanOrEqual(900);
      expect(perUser.value).toBeCloseTo(perMonth.value / 900);
    }
    const vertical = found[0];
    const cheaper = prices.machines.filter(
      (machine) => machine.per_hour < (vertical?.machines[0]?.perHour ?? 0),
    );
    expect(cheaper.length).toBeGreaterThan(0);
    expect(cheaper.filter((machine) => fitsOn(inputs, [hostOfMachine(machine)], 'int8'))).toEqual([]);
  });

  test('say date, region and what is not priced', () => {
    expect(costs).toMatchObject({ region: 'us-east-1', date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
    expect(costs.notPriced).toContain('network traffic');
  });
});

describe('a price table', () => {
  test('of another file is checked', async () => {
    await using fixture = await createFixture({
      'good.yaml':
        'provider: Own\nregion: here\ndate: 2026-01-02\ncurrency: USD\nsource: bill\nhours_per_month: 730\nnot_priced: []\nmachines:\n  - { name: box, cores: 4, memory_gib: 16, per_hour: 0.1 }\n',
      'bad.yaml': 'provider: Own\nregion: here\n',
      'broken.yaml': 'machines: [',
    });
    expect(readPrices(fixture.getPath('good.yaml')).machines).toEqual([
      { name: 'box', cores: 4, memory_gib: 16, per_hour: 0.1 },
    ]);
    expect(() => readPrices(fixture.getPath('bad.yaml'))).toThrow(/bad\.yaml: date/);
    expect(() => readPrices(fixture.getPath('broken.yaml'))).toThrow(/no valid YAML/);
    expect(() => readPrices(fixture.getPath('none.yaml'))).toThrow(/cannot be read/);
  });

  test.each([
    ['2025-06-01', 0],
    ['2025-06-30', 0],
    ['2025-07-01', 1],
    ['2026-05-31', 11],
    ['2026-06-01', 12],
    ['2026-11-22', 17],
    ['2025-05-01', -1],
  ])('of 2025-06-01 is on %s so many whole months old: %i', (today, months) => {
    expect(monthsOld({ date: '2025-06-01' }, new Date(today))).toBe(months);
  });

  test('names machines', () => {
    expect(hostOfInstance('g4dn.xlarge', prices)).toMatchObject({
      host: { label: 'g4dn.xlarge', cores: { value: 4 }, memory: { value: 16 * GIB } },
      gpuBytes: 16 * GIB,
    });
    expect(() => hostOfInstance('g5.huge', prices)).toThrow(/No machine g5\.huge/);
  });
});

describe('a host', () => {
  test('is cores x GiB, and GB of disk', () => {
    expect(parseHost('4x16x200')).toMatchObject({
      cores: { value: 4 },
      memory: { value: 16 * GIB },
      disk: { value: 200e9 },
    });
    expect(parseHost('0.5x1').disk).toBeUndefined();
  });

  test.each(['4', 'abc', '0x16', '4x0', '-4x16', '4x16GB', '9999x16', ''])('%j is none', (text) => {
    expect(() => parseHost(text)).toThrow(/expected cores and GiB/);
  });

  test('measured here has what this machine has', () => {
    const host = measureHost('.');
    expect(host.cores).toMatchObject({ origin: { kind: 'measured' } });
    expect(host.cores.value).toBeGreaterThan(0);
    expect(host.memory.value).toBeGreaterThan(256 * 2 ** 20);
    expect(host.disk?.value).toBeGreaterThan(0);
  });

  test.each([
    ['max 100000\n', Infinity],
    ['150000 100000\n', 1.5],
    [undefined, Infinity],
  ])('CPU quota %j', (text, cores) => {
    expect(cpuQuota(text)).toBe(cores);
  });

  test.each([
    ['max\n', Infinity],
    ['536870912\n', 536_870_912],
    [undefined, Infinity],
  ])('memory limit %j', (text, bytes) => {
    expect(numberIn(text)).toBe(bytes);
  });
});
