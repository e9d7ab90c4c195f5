/**
 * Faults between the clients of a server and its API: which requests they affect, and what happens to those.
 *
 * A rejected request has no effect, so a saved session, which consists of effects, replays without its clients.
 */

import { randomStream } from "../../engine/random.ts";

export type ClientVerb = "create" | "delete" | "deletecollection" | "get" | "list" | "patch" | "update" | "watch";

/** The requests that a fault affects: those that match every given field. */
export interface ClientMatch {
  /** Pattern for the User-Agent; `*` matches any text. */
  readonly userAgent?: string;
  readonly verbs?: readonly ClientVerb[];
  /** Plural names of resources: `jobs`, `leases`. */
  readonly resources?: readonly string[];
}

/** What happens to a request. Clients wait in real time, so times are in real time, except for `behindMs`. */
export type ClientTrouble =
  /** It fails without effect. */
  | { readonly kind: "error"; readonly code: 409 | 410 | 429 | 500 | 504; readonly retryAfterSeconds?: number }
  /** It takes effect, but the client gets a timeout. */
  | { readonly kind: "lost" }
  | { readonly kind: "delay"; readonly delayMs: number }
  /**
   * A cache that is `behindMs` of virtual time behind answers it: a get or a list that allows a cache
   * (`resourceVersion=0`) returns a past state; a watch begins with a past list and delivers each change late.
   */
  | { readonly kind: "stale"; readonly behindMs: number }
  /** A watch stalls for a while, ends after a while, or delivers each event twice. */
  | { readonly kind: "stall"; readonly forMs: number }
  | { readonly kind: "break"; readonly afterMs: number }
  | { readonly kind: "repeat" };

export interface ClientFault {
  readonly match: ClientMatch;
  readonly trouble: ClientTrouble;
  /** Probability that a matching request is affected; 1 by default. */
  readonly chance?: number;
  /** Maximum number of affected requests. */
  readonly count?: number;
}

/** The parts of a request that faults match. */
export interface ClientRequest {
  readonly userAgent: string;
  readonly verb: ClientVerb | undefined;
  readonly resource: string;
}

/** The faults of a server with their random streams and counters. */
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

  get isEmpty(): boolean {
    return this.#faults.length === 0;
  }

  /** The trouble of the first fault that affects a request; `undefined` if there is none. */
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
