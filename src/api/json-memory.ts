/** Caches what JSON objects were decoded to. */

import { FadingMap } from "./fading-map.ts";

interface Known<V> {
  readonly text: string;
  readonly result: V;
}

/**
 * Caches values derived from JSON objects, as long as the objects do not change. A caller may change an object
 * in place, so its text is compared, which costs a fraction of decoding it.
 *
 * Values are cached from the second time on: most objects are decoded once, for which even the text costs too much.
 */
export class JsonMemory<V> {
  readonly #known = new FadingMap<object, Known<V> | "seen">();

  get(json: object): V | undefined {
    const known = this.#known.get(json);
    return known === undefined || known === "seen" || known.text !== textOf(json) ? undefined : known.result;
  }

  set(json: object, result: V): void {
    if (this.#known.get(json) === undefined) {
      this.#known.set(json, "seen");
      return;
    }
    const text = textOf(json);
    if (text !== undefined) this.#known.set(json, { text, result });
  }
}

/** The text of a value; `undefined` if it is not JSON (a cycle, a `bigint`) and so cannot be cached. */
function textOf(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
