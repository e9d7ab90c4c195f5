/** From `pool` of some nodes to the plan of a pool that scales. */

import type { FieldPath } from "../api/field-path.ts";
import { fixed } from "../engine/distribution.ts";
import type { PlannedPool } from "../simulation/autoscaler/pool.ts";
import { SPOT_LEAD_MS } from "../simulation/nodes/node-outage.ts";
import { compileDuration, compileTime } from "./compile-time.ts";
import type { Reporter } from "./report.ts";
import type { NodesInput } from "./schema-cluster.ts";

/** What clouds typically need for a machine without GPUs. */
const START_AFTER_MS = 180_000;
/** `--scale-down-unneeded-time`. */
const SCALE_DOWN_AFTER_MS = 600_000;

/**
 * Compiles a pool.
 *
 * @param nodes the names of its nodes, as many as the maximum
 * @param path of the nodes
 */
export function compilePool(
  { name = "node", names, count, spot }: NodesInput,
  pool: NonNullable<NodesInput["pool"]>,
  nodes: readonly string[],
  path: FieldPath,
  reporter: Reporter,
): PlannedPool {
  const at: FieldPath = [...path, "pool"];
  const { min = 0, max, startAfter, scaleDownAfter } = pool;
  const initial = count ?? min;
  if (names !== undefined) reporter.problem([...path, "names"], "cannot be given with pool, which numbers its nodes");
  if (min > max) reporter.problem([...at, "min"], `is ${min}, above max, which is ${max}`);
  if (initial > max) reporter.problem([...path, "count"], `is ${initial}, above max of the pool, which is ${max}`);
  return {
    name,
    nodes,
    min,
    initial,
    startAfter:
      startAfter === undefined ? fixed(START_AFTER_MS) : compileTime(startAfter, [...at, "startAfter"], reporter),
    scaleDownAfterMs:
      scaleDownAfter === undefined
        ? SCALE_DOWN_AFTER_MS
        : compileDuration(scaleDownAfter, [...at, "scaleDownAfter"], reporter),
    ...(spot === undefined ? {} : { spot: compileSpot(spot, [...path, "spot"], reporter) }),
  };
}

function compileSpot(
  { lifetime, notice, replacedAfter, reclaim = "drain" }: NonNullable<NodesInput["spot"]>,
  path: FieldPath,
  reporter: Reporter,
): NonNullable<PlannedPool["spot"]> {
  if (replacedAfter !== undefined) {
    reporter.problem(
      [...path, "replacedAfter"],
      "cannot be given with pool: its startAfter says when another node is there",
    );
  }
  const leadMs = notice === undefined ? SPOT_LEAD_MS : compileDuration(notice, [...path, "notice"], reporter);
  return { lifetime: compileTime(lifetime, [...path, "lifetime"], reporter), leadMs, reclaim };
}
