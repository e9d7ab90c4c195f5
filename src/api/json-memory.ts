/** What was made of JSON that others hold. */

interface Known<V> {
  readonly text: string;
  readonly result: V;
}

/**
 * Remembers what was made of JSON objects, for as long as they live and stay as they were: whoever handed one in may
 * change it in place, so its text is compared, which costs a fraction of reading it.
 *
 * It remembers from the second time on. Most objects are read once, and for those even the text is too much.
 */
export class JsonMemory<V> {
  readonly #known = new WeakMap<object, Known<V> | "seen">();

  get(json: object): V | undefined {
    const known = this.#known.get(json);
    return known === undefined || known === "seen" || known.text !== textOf(json) ? undefined : known.result;
  }

  set(json: object, result: V): void {
    if (!this.#known.has(json)) {
      this.#known.set(json, "seen");
      return;
    }
    const text = textOf(json);
    if (text !== undefined) this.#known.set(json, { text, result });
  }
}

/** The text of a value; none of what is no JSON (a cycle, a `bigint`), which is then not remembered. */
function textOf(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
