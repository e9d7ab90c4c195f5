/**
 * What goes wrong between the clients of a server and its API: which requests are met, and what happens to them.
 *
 * A request that is refused has no effect, so a saved session, which holds effects, replays without its clients.
 */

import { randomStream } from "../../engine/random.ts";

export type ClientVerb = "create" | "delete" | "deletecollection" | "get" | "list" | "patch" | "update" | "watch";

/** Which requests a fault is for: those that fit everything given. */
export interface ClientMatch {
  /** Pattern of the User-Agent; `*` stands for any text. */
  readonly userAgent?: string;
  readonly verbs?: readonly ClientVerb[];
  /** Plural names of resources: `jobs`, `leases`. */
  readonly resources?: readonly string[];
}

/**
 * What happens to a request. Times are real ones, since clients wait in real time; but for how far a cache is behind,
 * as what it shows changes in virtual time.
 */
export type ClientTrouble =
  /** It is refused, without effect. */
  | { readonly kind: "error"; readonly code: 409 | 410 | 429 | 500 | 504; readonly retryAfterSeconds?: number }
  /** It takes effect, and its client hears of a timeout. */
  | { readonly kind: "lost" }
  | { readonly kind: "delay"; readonly delayMs: number }
  /**
   * The cache that answers it is so far behind: a get or a list that allows a cache (`resourceVersion=0`) is of the
   * past, and a watch begins with a list of the past and shows each change so much later.
   */
  | { readonly kind: "stale"; readonly behindMs: number }
  /** Of a watch: nothing is heard for so long, it ends after so long, or each event comes twice. */
  | { readonly kind: "stall"; readonly forMs: number }
  | { readonly kind: "break"; readonly afterMs: number }
  | { readonly kind: "repeat" };

export interface ClientFault {
  readonly match: ClientMatch;
  readonly trouble: ClientTrouble;
  /** Of the requests that fit, the share that is met; all if it is absent. */
  readonly chance?: number;
  /** How many requests are met at most. */
  readonly count?: number;
}

/** A request as faults know it. */
export interface ClientRequest {
  readonly userAgent: string;
  readonly verb: ClientVerb | undefined;
  readonly resource: string;
}

/** Faults with what was drawn and counted so far. */
export class ClientFaults {
  readonly #faults: readonly Armed[];

  constructor(seed: string, faults: readonly ClientFault[]) {
    this.#faults = faults.map((fault, i) => ({
      fault,
      agent: fault.match.userAgent === undefined ? undefined : patternOf(fault.match.userAgent),
      draw: randomStream(seed, "client faults", i),
      left: fault.count ?? Number.POSITIVE_INFINITY,
    }));
  }

  /** What happens to a request: of all faults that meet it the first, and nothing if none does. */
  meet(request: ClientRequest): ClientTrouble | undefined {
    for (const armed of this.#faults) {
      if (armed.left <= 0 || !fits(armed, request)) continue;
      if (armed.draw() >= (armed.fault.chance ?? 1)) continue;
      armed.left--;
      return armed.fault.trouble;
    }
    return undefined;
  }
}

interface Armed {
  readonly fault: ClientFault;
  readonly agent: RegExp | undefined;
  readonly draw: () => number;
  left: number;
}

function fits({ fault, agent }: Armed, { userAgent, verb, resource }: ClientRequest): boolean {
  const { verbs, resources } = fault.match;
  if (agent !== undefined && !agent.test(userAgent)) return false;
  if (verbs !== undefined && (verb === undefined || !verbs.includes(verb))) return false;
  return resources === undefined || resources.includes(resource);
}

function patternOf(text: string): RegExp {
  const parts = text.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}
