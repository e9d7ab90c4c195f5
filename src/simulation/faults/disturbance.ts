/** What can go wrong between controllers and the API server, beside calls that fail without effect. */

/** `jobs`, `pods`, or another resource as its kind names it. */
export type WatchedResource = string;

/** What happens to calls. */
export type CallDisturbance =
  | {
      /** The next so many writes take effect, and their answers are lost: the controller sees timeouts. */
      readonly kind: "lostAnswers";
      readonly atMs: number;
      readonly count: number;
    }
  | {
      /** The process dies right after the so-many-th write from here took effect, and starts with empty memory. */
      readonly kind: "crash";
      readonly atMs: number;
      /** Writes that still take effect, 0 or more. */
      readonly afterWrites: number;
      readonly downMs: number;
    };

/** What happens to the watch of a resource. */
export type WatchDisturbance =
  | {
      /** The watch delivers nothing for a while, and then all that was missed. */
      readonly kind: "stall";
      readonly atMs: number;
      readonly resource: WatchedResource;
      readonly forMs: number;
    }
  | {
      /** The watch breaks; after a while the controller lists again, and sees only what is left. */
      readonly kind: "relist";
      readonly atMs: number;
      readonly resource: WatchedResource;
      readonly forMs: number;
      /**
       * How old the list is: it comes from a cache that is so far behind, and may show what was so before the watch
       * broke. What has happened since then follows as late as that. 0 if absent.
       */
      readonly behindMs?: number;
    }
  | {
      /** For a while each change is delivered so much later than usual; the order stays. */
      readonly kind: "late";
      readonly atMs: number;
      readonly resource: WatchedResource;
      readonly forMs: number;
      readonly byMs: number;
    }
  | {
      /** For a while each change is delivered twice. */
      readonly kind: "repeat";
      readonly atMs: number;
      readonly resource: WatchedResource;
      readonly forMs: number;
    };

/**
 * The cache of an API server is behind for a while: processes that start meanwhile get a list of the past, and see what
 * has happened since as late as that. Those that run do not notice.
 */
export interface OldList {
  readonly kind: "oldList";
  readonly atMs: number;
  readonly resource: WatchedResource;
  readonly forMs: number;
  /** How old the list is. */
  readonly behindMs: number;
}

/**
 * For a while gets and lists are answered from a cache that is so far behind; watches and writes do not notice.
 * Programs that speak HTTP meet it where they ask with a version (`resourceVersion=0`): a read without one is of now.
 */
export interface StaleReads {
  readonly kind: "staleReads";
  readonly atMs: number;
  readonly resource: WatchedResource;
  readonly forMs: number;
  readonly behindMs: number;
}

/**
 * Two processes at once: a new one takes over while the old one has not noticed yet that its lease is lost. It works on
 * for a while beside the new one, and then dies.
 */
export interface Overlap {
  readonly kind: "overlap";
  readonly atMs: number;
  readonly forMs: number;
}

/** One disturbance; it begins at `atMs` (milliseconds since the run began) and happens once. */
export type Disturbance = CallDisturbance | WatchDisturbance | OldList | StaleReads | Overlap;

/** When a disturbance is over, as far as the plan tells. */
export function endOf(disturbance: Disturbance): number {
  const { atMs } = disturbance;
  switch (disturbance.kind) {
    case "stall":
    case "repeat":
    case "staleReads":
    case "overlap":
      return atMs + disturbance.forMs;
    case "relist":
    case "oldList":
      return atMs + disturbance.forMs + (disturbance.behindMs ?? 0);
    case "late":
      return atMs + disturbance.forMs + disturbance.byMs;
    case "crash":
      return atMs + disturbance.downMs;
    case "lostAnswers":
      return atMs;
  }
}

export function isOfCalls(disturbance: Disturbance): disturbance is CallDisturbance {
  return disturbance.kind === "lostAnswers" || disturbance.kind === "crash";
}

export function isOfWatches(disturbance: Disturbance): disturbance is WatchDisturbance {
  return "resource" in disturbance && disturbance.kind !== "oldList" && disturbance.kind !== "staleReads";
}

export function isOldList(disturbance: Disturbance): disturbance is OldList {
  return disturbance.kind === "oldList";
}

export function isStaleReads(disturbance: Disturbance): disturbance is StaleReads {
  return disturbance.kind === "staleReads";
}

export function isOverlap(disturbance: Disturbance): disturbance is Overlap {
  return disturbance.kind === "overlap";
}
