/**
 * Which Kubernetes Events a controller actually posts: repeated ones raise a count, similar ones are combined, and
 * those beyond the burst of an object are dropped, so large Jobs can lose even their last Event.
 *
 * Rules: client-go `tools/record` event correlator; semantics 07, section 7.
 */

/** How many different messages of one type and reason are kept before they are combined, and for how long. */
const MAX_SIMILAR_MESSAGES = 10;
const SIMILARITY_WINDOW_MS = 600_000;
/**
 * How many Events about one object (since 1.31: and of one type) can be posted at once, and how long one takes to
 * refill.
 */
const BURST = 25;
const REFILL_MS = 300_000;
/** The number of objects that are remembered: those with the newest Events (`maxLruCacheEntries`). */
const MOST_STREAMS = 4096;

export interface ObservedEvent {
  /** Identity of the object the event is about. */
  readonly objectUid: string;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  /** The field of the object that the Event is about, if it is about a part. */
  readonly fieldPath?: string | undefined;
}

/** The Event object after it was posted. */
export interface PostedEvent {
  readonly message: string;
  /** How often it was observed; 1 for a new Event. */
  readonly count: number;
}

/** Events with one type and reason about one object. */
interface Similar {
  lastMs: number;
  /** How often each message was observed, until too many of them differ. */
  readonly counts: Map<string, number>;
  combined: number;
}

/** Which Events share a budget: all about an object, or only those of one type. */
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

  /** Returns the Event that is posted, or `undefined` if it is dropped. */
  correlate({ objectUid, type, reason, message, fieldPath }: ObservedEvent, timeMs: number): PostedEvent | undefined {
    const stream = this.#streamOf(this.#streams[type], objectUid, timeMs);
    const observed = observe(stream, reason, message, fieldPath, timeMs);
    return spendToken(stream, timeMs) ? observed : undefined;
  }

  /** Frees the state of an object that is gone. */
  forget(objectUid: string): void {
    this.#streams.Normal.delete(objectUid);
    this.#streams.Warning.delete(objectUid);
  }

  #streamOf(streams: Map<string, Stream>, objectUid: string, timeMs: number): Stream {
    const known = streams.get(objectUid);
    if (known !== undefined && streams.size < MOST_STREAMS) return known;
    // A map keeps its keys in insertion order: the first is the one that was silent the longest.
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
  // Once messages are combined, counts are no longer looked up.
  const seen = similar.combined > 0 ? undefined : counts.get(key);
  // The tenth message is the first to be combined.
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
