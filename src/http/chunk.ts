/** Events that are sent together. */

/** Size of a chunk in bytes after which it is sent. */
const CHUNK_BYTES = 64 * 1024;

export class Chunk {
  readonly #events: Uint8Array[];
  size = 0;

  constructor(events: readonly Uint8Array[] = []) {
    this.#events = [...events];
    for (const { length } of events) this.size += length;
  }

  get isFull(): boolean {
    return this.size >= CHUNK_BYTES;
  }

  add(event: Uint8Array): void {
    this.#events.push(event);
    this.size += event.length;
  }

  bytes(): Uint8Array {
    const [only] = this.#events;
    return this.#events.length === 1 && only !== undefined ? only : Buffer.concat(this.#events);
  }
}
