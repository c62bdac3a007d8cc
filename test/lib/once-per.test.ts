import { expect, test } from 'vitest';
import { oncePer } from '../../src/lib/once-per.ts';

test('computes once for each object, also where the result is undefined', () => {
  const asked: string[] = [];
  const first = oncePer(({ items }: { readonly items: readonly string[] }) => {
    asked.push(items.join());
    return items[0];
  });
  const some = { items: ['a', 'b'] };
  const none = { items: [] };
  expect([first(some), first(none), first(some), first(none)]).toEqual(['a', undefined, 'a', undefined]);
  expect(asked).toEqual(['a,b', '']);
  expect(first({ ...some })).toBe('a');
  expect(asked).toHaveLength(3);
});
