/** Faults between controllers and the API server, other than calls that fail without effect. */

/** `jobs`, `pods`, or the resource name of another kind. */
export type WatchedResource = string;

/** Faults of calls. */
export type CallDisturbance =
  | {
      /** The next `count` writes take effect, but their answers are lost: the controller gets timeouts. */
      readonly kind: "lostAnswers";
      readonly atMs: number;
      readonly count: number;
    }
  | {
      /** The process dies after `afterWrites` more writes have taken effect, and restarts with empty memory. */
      readonly kind: "crash";
      readonly atMs: number;
      /** Writes that still take effect, 0 or more. */
      readonly afterWrites: number;
      readonly downMs: number;
    }
  | LateWrites
  | SlowCalls;

/** Verbs of writes, as faults know them. */
export const WRITE_VERBS = ["create", "update", "patch", "delete"] as const;
export type WriteVerb = (typeof WRITE_VERBS)[number];

/** The next `count` writes of a verb time out at once and take effect later, when their sender may be dead. */
export interface LateWrites {
  readonly kind: "lateWrites";
  readonly atMs: number;
  readonly verb: WriteVerb;
  readonly resource: WatchedResource;
  readonly count: number;
  readonly byMs: number;
}

/** For a while each call has a random duration, so calls that are sent together arrive in a different order. */
export interface SlowCalls {
  readonly kind: "slowCalls";
  readonly atMs: number;
  readonly forMs: number;
  /** Each takes up to this much longer than usual. */
  readonly upToMs: number;
}

/** Faults of the watch of a resource. */
export type WatchDisturbance =
  | {
      /** The watch delivers nothing for a while, then everything that was missed. */
      readonly kind: "stall";
      readonly atMs: number;
      readonly resource: WatchedResource;
      readonly forMs: number;
    }
  | {
      /** The watch breaks; after a while the controller relists and sees only the objects that still exist. */
      readonly kind: "relist";
      readonly atMs: number;
      readonly resource: WatchedResource;
      readonly forMs: number;
      /**
       * How old the list is: it comes from a stale cache and may show a state from before the watch broke. Later
       * changes follow with the same delay. 0 by default.
       */
      readonly behindMs?: number;
    }
  | {
      /** For a while each change is delivered later than usual, in the same order. */
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
 * The cache of an API server is stale for a while: processes that start during that time get an old list, and see later
 * changes with the same delay. Running processes are not affected.
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
 * For a while gets and lists are answered from a stale cache; watches and writes are not affected. Programs that use
 * HTTP get stale answers if they send a version (`resourceVersion=0`); reads without a version are current.
 */
export interface StaleReads {
  readonly kind: "staleReads";
  readonly atMs: number;
  readonly resource: WatchedResource;
  readonly forMs: number;
  readonly behindMs: number;
}

/**
 * Two processes at once: a new one takes over before the old one has noticed the loss of its lease. The old one
 * continues for a while next to the new one, and then dies.
 */
export interface Overlap {
  readonly kind: "overlap";
  readonly atMs: number;
  readonly forMs: number;
}

/** A replica cannot reach the API server for a while: calls time out without effect, watches deliver nothing. */
export interface Partition {
  readonly kind: "partition";
  readonly atMs: number;
  /** Name of the replica. */
  readonly replica: string;
  readonly forMs: number;
}

/** One disturbance; it begins at `atMs` (milliseconds since the run began) and happens once. */
export type Disturbance = CallDisturbance | WatchDisturbance | OldList | StaleReads | Overlap | Partition;

/** When a disturbance is over, according to the plan. */
export function endOf(disturbance: Disturbance): number {
  const { atMs } = disturbance;
  switch (disturbance.kind) {
    case "stall":
    case "repeat":
    case "staleReads":
    case "overlap":
    case "partition":
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
    case "lateWrites":
      return atMs + disturbance.byMs;
    case "slowCalls":
      return atMs + disturbance.forMs + disturbance.upToMs;
  }
}

export function isOfCalls(disturbance: Disturbance): disturbance is CallDisturbance {
  const { kind } = disturbance;
  return kind === "lostAnswers" || kind === "crash" || kind === "lateWrites" || kind === "slowCalls";
}

export function isLateWrites(disturbance: Disturbance): disturbance is LateWrites {
  return disturbance.kind === "lateWrites";
}

export function isSlowCalls(disturbance: Disturbance): disturbance is SlowCalls {
  return disturbance.kind === "slowCalls";
}

/** What names a resource and is not about its watch. */
const OF_CALLS: ReadonlySet<Disturbance["kind"]> = new Set(["oldList", "staleReads", "lateWrites"]);

export function isOfWatches(disturbance: Disturbance): disturbance is WatchDisturbance {
  return "resource" in disturbance && !OF_CALLS.has(disturbance.kind);
}

export function isOldList(disturbance: Disturbance): disturbance is OldList {
  return disturbance.kind === "oldList";
}

export function isStaleReads(disturbance: Disturbance): disturbance is StaleReads {
  return disturbance.kind === "staleReads";
}

export function isPartition(disturbance: Disturbance): disturbance is Partition {
  return disturbance.kind === "partition";
}

export function isOverlap(disturbance: Disturbance): disturbance is Overlap {
  return disturbance.kind === "overlap";
}
