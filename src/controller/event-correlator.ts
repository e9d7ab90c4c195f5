/**
 * Which Kubernetes Events a controller really posts: repeated ones raise a count, similar ones are combined, and what
 * exceeds the burst of one object is dropped, so that large Jobs can lose even their last Event.
 *
 * Rules: client-go `tools/record` event correlator; semantics 07, section 7.
 */

/** Different messages with one type and reason before they are combined, and how long they are remembered. */
const MAX_SIMILAR_MESSAGES = 10;
const SIMILARITY_WINDOW_MS = 600_000;
/** Events of one type about one object that are posted at once, and how fast the budget grows back. */
const BURST = 25;
const REFILL_MS = 300_000;

export interface ObservedEvent {
  /** Identity of the object the event is about. */
  readonly objectUid: string;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
}

/** The Event object as it stands after the post. */
export interface PostedEvent {
  readonly message: string;
  /** How often it was observed; 1 for a new object. */
  readonly count: number;
}

interface Similar {
  readonly messages: Set<string>;
  lastMs: number;
}

interface Budget {
  tokens: number;
  filledMs: number;
}

export class EventCorrelator {
  readonly #similar = new Map<string, Similar>();
  readonly #counts = new Map<string, number>();
  readonly #budgets = new Map<string, Budget>();

  /** What is posted for an event, or `undefined` where it is dropped. */
  correlate(event: ObservedEvent, timeMs: number): PostedEvent | undefined {
    const kind = `${event.objectUid} ${event.type} ${event.reason}`;
    const combined = this.#isOneTooMany(kind, event.message, timeMs);
    const identity = combined ? kind : `${kind} ${event.message}`;
    const count = (this.#counts.get(identity) ?? 0) + 1;
    this.#counts.set(identity, count);
    if (!this.#spend(`${event.objectUid} ${event.type}`, timeMs)) return undefined;
    return { message: combined ? `(combined from similar events): ${event.message}` : event.message, count };
  }

  #isOneTooMany(kind: string, message: string, timeMs: number): boolean {
    let similar = this.#similar.get(kind);
    if (similar === undefined || timeMs - similar.lastMs > SIMILARITY_WINDOW_MS) {
      similar = { messages: new Set(), lastMs: timeMs };
      this.#similar.set(kind, similar);
    }
    similar.lastMs = timeMs;
    // Beyond the limit the messages need not be told apart any more.
    if (similar.messages.size < MAX_SIMILAR_MESSAGES) similar.messages.add(message);
    return similar.messages.size >= MAX_SIMILAR_MESSAGES;
  }

  #spend(key: string, timeMs: number): boolean {
    const budget = this.#budgets.get(key) ?? { tokens: BURST, filledMs: timeMs };
    this.#budgets.set(key, budget);
    budget.tokens = Math.min(BURST, budget.tokens + (timeMs - budget.filledMs) / REFILL_MS);
    budget.filledMs = timeMs;
    if (budget.tokens < 1) return false;
    budget.tokens--;
    return true;
  }
}
