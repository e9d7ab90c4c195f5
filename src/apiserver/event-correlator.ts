/**
 * Which Kubernetes Events a controller really posts: repeated ones raise a count, similar ones are combined, and what
 * exceeds the burst of one object is dropped, so that large Jobs can lose even their last Event.
 *
 * Rules: client-go `tools/record` event correlator; semantics 07, section 7.
 */

/** Different messages with one type and reason before they are combined, and how long they are remembered. */
const MAX_SIMILAR_MESSAGES = 10;
const SIMILARITY_WINDOW_MS = 600_000;
/**
 * Events about one object (since 1.31: and of one type) that are posted at once, and how fast the budget grows back.
 */
const BURST = 25;
const REFILL_MS = 300_000;
/** So many objects are remembered, those with the newest Events (`maxLruCacheEntries`). */
const MOST_STREAMS = 4096;

export interface ObservedEvent {
  /** Identity of the object the event is about. */
  readonly objectUid: string;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  /** The part of the object that it is about. */
  readonly fieldPath?: string | undefined;
}

/** The Event object as it stands after the post. */
export interface PostedEvent {
  readonly message: string;
  /** How often it was observed; 1 for a new object. */
  readonly count: number;
}

/** Events with one type and reason about one object. */
interface Similar {
  lastMs: number;
  /** How often each message about a part was observed, until there are too many different ones. */
  readonly counts: Map<string, number>;
  combined: number;
}

/** What shares a budget: all Events about an object, or those of one type. */
export type EventBudget = "perObject" | "perType";

/** Events that share a budget. */
interface Stream {
  tokens: number;
  filledMs: number;
  readonly byReason: Map<string, Similar>;
}

export class EventCorrelator {
  readonly #streams: { readonly Normal: Map<string, Stream>; readonly Warning: Map<string, Stream> };

  constructor(budget: EventBudget = "perType") {
    const normal = new Map<string, Stream>();
    this.#streams = { Normal: normal, Warning: budget === "perObject" ? normal : new Map<string, Stream>() };
  }

  /** What is posted for an event, or `undefined` where it is dropped. */
  correlate({ objectUid, type, reason, message, fieldPath }: ObservedEvent, timeMs: number): PostedEvent | undefined {
    const stream = this.#streamOf(this.#streams[type], objectUid, timeMs);
    const observed = observe(stream, reason, message, fieldPath, timeMs);
    return spendToken(stream, timeMs) ? observed : undefined;
  }

  /** Frees what is remembered of an object that is gone. */
  forget(objectUid: string): void {
    this.#streams.Normal.delete(objectUid);
    this.#streams.Warning.delete(objectUid);
  }

  #streamOf(streams: Map<string, Stream>, objectUid: string, timeMs: number): Stream {
    const known = streams.get(objectUid);
    if (known !== undefined && streams.size < MOST_STREAMS) return known;
    // The keys of a map stand in the order in which they were set: the first is that of the longest silence.
    if (known !== undefined) streams.delete(objectUid);
    else if (streams.size === MOST_STREAMS) deleteFirst(streams);
    const stream = known ?? { tokens: BURST, filledMs: timeMs, byReason: new Map() };
    streams.set(objectUid, stream);
    return stream;
  }
}

function deleteFirst(streams: Map<string, Stream>): void {
  for (const first of streams.keys()) {
    streams.delete(first);
    return;
  }
}

function observe(
  stream: Stream,
  reason: string,
  message: string,
  fieldPath: string | undefined,
  timeMs: number,
): PostedEvent {
  const key = fieldPath === undefined ? message : `${fieldPath} ${message}`;
  let similar = stream.byReason.get(reason);
  if (similar === undefined || timeMs - similar.lastMs > SIMILARITY_WINDOW_MS) {
    similar = { lastMs: timeMs, counts: new Map(), combined: 0 };
    stream.byReason.set(reason, similar);
  }
  similar.lastMs = timeMs;
  const { counts } = similar;
  // Once messages are combined none is looked up any more.
  const seen = similar.combined > 0 ? undefined : counts.get(key);
  // The message that would be the tenth is the first to be combined.
  if (counts.size >= MAX_SIMILAR_MESSAGES - 1 && seen === undefined) {
    similar.combined++;
    return { message: `(combined from similar events): ${message}`, count: similar.combined };
  }
  const count = (seen ?? 0) + 1;
  counts.set(key, count);
  return { message, count };
}

function spendToken(stream: Stream, timeMs: number): boolean {
  stream.tokens = Math.min(BURST, stream.tokens + (timeMs - stream.filledMs) / REFILL_MS);
  stream.filledMs = timeMs;
  if (stream.tokens < 1) return false;
  stream.tokens--;
  return true;
}
