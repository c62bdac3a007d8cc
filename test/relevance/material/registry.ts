import type { TextLanguage } from './family.ts';
import { FRENCH_NAMES, GERMAN_NAMES, NAME_POOLS } from './names.ts';
import { phoneOf, type Town } from './places.ts';
import { hash, type Random } from './random.ts';

/** A name as the first half of an address: lower case, without accents. */
export const plain = (name: string): string =>
  name
    .replaceAll(/[łŁ]/g, 'l')
    .replaceAll(/[øØ]/g, 'o')
    .replaceAll('ß', 'ss')
    .replaceAll('ı', 'i')
    .normalize('NFD')
    .replaceAll(/[^A-Za-z -]/g, '')
    .toLowerCase()
    .replaceAll(' ', '.');

/** Hands out what no two people may share: names, addresses, numbers, ids. */
export class Registry {
  readonly #names = new Set<string>();
  readonly #ids = new Set<string>();
  readonly #phones = new Map<string, number>();

  /** A second given name only where the first choice is taken. */
  name(language: TextLanguage, random: Random): string {
    const pool =
      language === 'de' ? GERMAN_NAMES : language === 'fr' ? FRENCH_NAMES : random.pick(NAME_POOLS);
    for (let middle = ''; ; middle = ` ${random.pick(pool.given)}`) {
      const name = `${random.pick(pool.given)}${middle} ${random.pick(pool.family)}`;
      if (this.#names.has(plain(name))) continue;
      this.#names.add(plain(name));
      return name;
    }
  }

  phone(country: Town['phone']): string {
    const serial = this.#phones.get(country) ?? 0;
    this.#phones.set(country, serial + 1);
    // 7,919 is prime and does not divide the ranges' sizes: neighbours differ, nothing repeats.
    return phoneOf(
      country,
      (serial * 7919 + 137) % (country === 'us' ? 2000 : country === 'de' ? 5000 : 10_000),
    );
  }

  id(key: string): string {
    for (let round = 0; ; round += 1) {
      const id = `p-${(hash(`${key}:${round}`) >>> 8).toString(16).padStart(6, '0').slice(0, 5)}`;
      if (this.#ids.has(id)) continue;
      this.#ids.add(id);
      return id;
    }
  }
}
