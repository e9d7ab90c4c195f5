/** When the nodes of a cluster existed, and what they cost. */

import { NODE } from "../../api/kinds/node.ts";
import { isCommitOf, type LogEntry } from "../../apiserver/log.ts";
import type { PlannedNode } from "../../kubelet/cluster-node.ts";
import type { Simulation } from "../../simulation/simulation.ts";

/** From one instant to another, virtual milliseconds. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

interface Absence {
  since?: number;
  readonly away: Span[];
}

const HOUR_MS = 3_600_000;

/** Follows the objects of nodes through a log. */
export class NodePresence {
  readonly #nodes: readonly PlannedNode[];
  readonly #gone = new Map<string, Absence>();

  constructor(nodes: readonly PlannedNode[]) {
    this.#nodes = nodes;
    for (const { name, isAbsent } of nodes) if (isAbsent === true) this.#gone.set(name, { since: 0, away: [] });
  }

  follow(entry: LogEntry): void {
    if (!isCommitOf(NODE, entry)) return;
    const { name } = entry.object.metadata;
    const known = this.#gone.get(name) ?? { away: [] };
    this.#gone.set(name, known);
    if (entry.type === "DELETED") known.since = entry.timeMs;
    else if (known.since !== undefined) {
      known.away.push({ fromMs: known.since, toMs: entry.timeMs });
      delete known.since;
    }
  }

  /** When each node existed, by its name: all the time, unless its object was deleted. */
  until(endMs: number): ReadonlyMap<string, readonly Span[]> {
    return new Map(this.#nodes.map(({ name }) => [name, presenceOf(this.#gone.get(name), endMs)] as const));
  }

  /** What the nodes cost up to an instant; nothing if none has a price. */
  cost(endMs: number): number | undefined {
    if (this.#nodes.every(({ pricePerHour }) => pricePerHour === undefined)) return undefined;
    const presence = this.until(endMs);
    // The run may continue after that instant.
    const clippedMs = ({ fromMs, toMs }: Span) => Math.max(0, Math.min(toMs, endMs) - fromMs);
    return this.#nodes.reduce((sum, { name, pricePerHour = 0 }) => {
      const lastsMs = (presence.get(name) ?? []).reduce((ms, span) => ms + clippedMs(span), 0);
      return sum + (lastsMs / HOUR_MS) * pricePerHour;
    }, 0);
  }
}

/**
 * Follows what the nodes of a run cost while its log is written.
 *
 * @param simulation that has not begun to run
 * @returns gives the cost up to an instant
 */
export function followCost({ plan, log }: Simulation): (endMs: number) => number | undefined {
  if (plan.cluster?.nodes.some(({ pricePerHour }) => pricePerHour !== undefined) !== true) return () => undefined;
  const presence = new NodePresence(plan.cluster.nodes);
  log.follow((entry) => presence.follow(entry));
  return (endMs) => presence.cost(endMs);
}

function presenceOf(gone: Absence | undefined, endMs: number): Span[] {
  const away = [...(gone?.away ?? []), ...(gone?.since === undefined ? [] : [{ fromMs: gone.since, toMs: endMs }])];
  const spans: Span[] = [];
  let fromMs = 0;
  for (const absence of away) {
    if (absence.fromMs > fromMs) spans.push({ fromMs, toMs: absence.fromMs });
    fromMs = absence.toMs;
  }
  return fromMs < endMs || endMs === 0 ? [...spans, { fromMs, toMs: endMs }] : spans;
}
