import { ReadError } from './reader.ts';

/** Real documents nest 10 to 60 deep. The parser's cost of one more element grows with the depth. */
const DEEPEST_ELEMENT = 10_000;

/** Counts open elements. `enter` throws `corrupt` for a nesting that no document has. */
export class DepthGuard {
  #depth = 0;

  enter(): void {
    this.#depth++;
    if (this.#depth > DEEPEST_ELEMENT) {
      throw new ReadError(
        'corrupt',
        `its elements are nested more than ${DEEPEST_ELEMENT.toLocaleString('en')} deep`,
      );
    }
  }

  leave(): void {
    this.#depth--;
  }
}
