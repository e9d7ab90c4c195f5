/** Events that are sent together. */

/** An event in the format of its watch: a line of JSON, or a frame of protobuf. */
export type EncodedEvent = string | Uint8Array;

/** Size of a chunk after which it is sent, in bytes, or in characters of lines, which are rarely longer in bytes. */
const CHUNK_BYTES = 64 * 1024;

export class Chunk {
  readonly #events: EncodedEvent[];
  size = 0;

  constructor(events: readonly EncodedEvent[] = []) {
    this.#events = [...events];
    for (const { length } of events) this.size += length;
  }

  get isFull(): boolean {
    return this.size >= CHUNK_BYTES;
  }

  add(event: EncodedEvent): void {
    this.#events.push(event);
    this.size += event.length;
  }

  bytes(): Uint8Array {
    const [only] = this.#events;
    if (this.#events.length === 1 && only !== undefined) return bytesOf(only);
    // The lines of a watch become bytes at once, so that no line has a buffer of its own.
    if (this.#events.every((event) => typeof event === "string")) return Buffer.from(this.#events.join(""));
    return Buffer.concat(this.#events.map(bytesOf));
  }
}

export function bytesOf(event: EncodedEvent): Uint8Array {
  return typeof event === "string" ? Buffer.from(event) : event;
}
