/** A cache that forgets what nobody has asked for of late. */

/** How many entries a generation has. A Job asks for the same template a few times within milliseconds. */
const GENERATION = 512;

/**
 * A weak map for results that can be computed again: it keeps the newest entries and those that were asked for since.
 *
 * V8 goes over the entries of all weak maps several times at the end of a full collection, also over those whose keys
 * are gone. A server that has made a hundred thousand objects since the one before would pause for a tenth of a second.
 */
export class FadingMap<K extends object, V> {
  #newer = new WeakMap<K, V>();
  #older = new WeakMap<K, V>();
  #sizeOfNewer = 0;

  get(key: K): V | undefined {
    const value = this.#newer.get(key);
    if (value !== undefined) return value;
    const older = this.#older.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: K, value: V): void {
    if (this.#sizeOfNewer >= GENERATION) {
      this.#older = this.#newer;
      this.#newer = new WeakMap();
      this.#sizeOfNewer = 0;
    }
    this.#newer.set(key, value);
    this.#sizeOfNewer++;
  }
}
