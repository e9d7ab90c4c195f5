/** From drains and losses of a scenario file to what happens to nodes. */

import type { FieldPath } from "../api/field-path.ts";
import { nearest } from "../api/nearest.ts";
import { quote } from "../api/quote.ts";
import type { NodeOutage } from "../simulation/nodes/node-outage.ts";
import { compileDuration } from "./compile-time.ts";
import type { Reporter } from "./report.ts";
import type { ClusterInput } from "./schema-cluster.ts";

export function compileDrains(
  { drains = [] }: ClusterInput,
  names: ReadonlySet<string>,
  reporter: Reporter,
): NodeOutage[] {
  return drains.map((drain, i) => {
    const path: FieldPath = ["cluster", "drains", i];
    if (!names.has(drain.node)) reporter.problem([...path, "node"], unknownName("node", drain.node, names));
    const atMs = compileDuration(drain.at, [...path, "at"], reporter);
    const down = drain.for === undefined ? {} : { downMs: compileDuration(drain.for, [...path, "for"], reporter) };
    if (drain.takenAfter === undefined) return { atMs, node: drain.node, kind: "drain", ...down };
    const leadMs = compileDuration(drain.takenAfter, [...path, "takenAfter"], reporter);
    const how = drain.reclaim === "shutdown" ? { reclaim: drain.reclaim } : {};
    return { atMs, node: drain.node, kind: "spot", leadMs, ...how, ...down };
  });
}

export function compileLosses(
  { losses = [] }: ClusterInput,
  names: ReadonlySet<string>,
  reporter: Reporter,
): NodeOutage[] {
  return losses.map(({ node, at, for: span, removed = false }, i) => {
    const path: FieldPath = ["cluster", "losses", i];
    if (!names.has(node)) reporter.problem([...path, "node"], unknownName("node", node, names));
    const atMs = compileDuration(at, [...path, "at"], reporter);
    const down = span === undefined ? {} : { downMs: compileDuration(span, [...path, "for"], reporter) };
    return { atMs, node, kind: removed ? "removal" : "loss", ...down };
  });
}

/** The message for a name that does not exist. */
export function unknownName(what: string, name: string, known: ReadonlySet<string>): string {
  if (known.size === 0) return `there is no ${what} ${quote(name)}; no nodes here have one`;
  const meant = nearest(name, known);
  const advice = meant === undefined ? `there is ${[...known].slice(0, 5).join(", ")}` : `did you mean "${meant}"?`;
  return `there is no ${what} ${quote(name)}; ${advice}`;
}
