/** What can go wrong between controllers and the API server, beside calls that fail without effect. */

/** One disturbance; it begins at `atMs` (milliseconds since the run began) and happens once. */
export type Disturbance =
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
    }
  | {
      /** The watch of a resource delivers nothing for a while, and then all that was missed. */
      readonly kind: "stall";
      readonly atMs: number;
      readonly resource: "jobs" | "pods";
      readonly forMs: number;
    }
  | {
      /** The watch of a resource breaks; after a while the controller lists anew, and sees only what is left. */
      readonly kind: "relist";
      readonly atMs: number;
      readonly resource: "jobs" | "pods";
      readonly forMs: number;
    };

/** When a disturbance is over, as far as the plan tells. */
export function endOf(disturbance: Disturbance): number {
  switch (disturbance.kind) {
    case "stall":
    case "relist":
      return disturbance.atMs + disturbance.forMs;
    case "crash":
      return disturbance.atMs + disturbance.downMs;
    case "lostAnswers":
      return disturbance.atMs;
  }
}
