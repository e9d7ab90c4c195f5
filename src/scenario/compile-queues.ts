/** From `queues` of a scenario file to the queues of a plan, and back. */

import type { FieldPath } from "../api/field-path.ts";
import { isJsonObject, type JsonObject } from "../api/json.ts";
import { parseQuantity } from "../api/quantity.ts";
import { quote } from "../api/quote.ts";
import {
  type PlannedFlavor,
  type PlannedQueue,
  type PodsReadySettings,
  QUEUE_LABEL,
} from "../simulation/queues/queue.ts";
import { compileDuration } from "./compile-time.ts";
import { formatDuration } from "./duration.ts";
import type { Reporter } from "./report.ts";
import type { QueueInput } from "./schema-queues.ts";

/** `waitForPodsReady.timeout`. */
const TIMEOUT_MS = 300_000;
/** `requeuingStrategy.backoffBaseSeconds`. */
const REQUEUE_AFTER_MS = 60_000;

export function compileQueues(inputs: readonly QueueInput[], reporter: Reporter): PlannedQueue[] {
  const names = new Set<string>();
  return inputs.map(({ name, flavors, strategy, preemption, waitForPodsReady }, i) => {
    const path: FieldPath = ["queues", i];
    if (names.has(name)) reporter.problem([...path, "name"], `${quote(name)} already exists`);
    names.add(name);
    return {
      name,
      strategy: strategy ?? "BestEffortFIFO",
      preemption: preemption ?? "Never",
      flavors: flavors.map((flavor, at) => compileFlavor(flavor, [...path, "flavors", at], reporter)),
      ...(waitForPodsReady === undefined
        ? {}
        : { podsReady: compilePodsReady(waitForPodsReady, [...path, "waitForPodsReady"], reporter) }),
    };
  });
}

function compileFlavor(
  { name = "default", quota, nodeLabels }: QueueInput["flavors"][number],
  path: FieldPath,
  reporter: Reporter,
): PlannedFlavor {
  const amounts = Object.entries(quota).map(([resource, value]) => {
    const text = String(value);
    if (parseQuantity(text) === undefined)
      reporter.problem(
        [...path, "quota", resource],
        `${quote(text)} is not an amount; write for example 4, 500m or 16Gi`,
      );
    return [resource, text] as const;
  });
  return { name, quota: Object.fromEntries(amounts), ...(nodeLabels === undefined ? {} : { nodeLabels }) };
}

function compilePodsReady(
  { timeout, requeueAfter, limit, blockAdmission = false }: NonNullable<QueueInput["waitForPodsReady"]>,
  path: FieldPath,
  reporter: Reporter,
): PodsReadySettings {
  return {
    timeoutMs: timeout === undefined ? TIMEOUT_MS : compileDuration(timeout, [...path, "timeout"], reporter),
    requeueAfterMs:
      requeueAfter === undefined
        ? REQUEUE_AFTER_MS
        : compileDuration(requeueAfter, [...path, "requeueAfter"], reporter),
    ...(limit === undefined ? {} : { limit }),
    blocksAdmission: blockAdmission,
  };
}

/** A Job for a queue is created suspended, as Kueue's webhook does it. */
export function suspendedForQueue(manifest: JsonObject, queues: readonly PlannedQueue[]): JsonObject {
  const { metadata, spec } = manifest;
  const labels = isJsonObject(metadata) && isJsonObject(metadata.labels) ? metadata.labels : {};
  const isQueued = queues.some(({ name }) => name === labels[QUEUE_LABEL]);
  if (!isQueued || !isJsonObject(spec) || spec.suspend === true) return manifest;
  return { ...manifest, spec: { ...spec, suspend: true } };
}

/** Queues as written in a file. */
export function writeQueues(queues: readonly PlannedQueue[]): JsonObject[] {
  return queues.map(({ name, strategy, preemption, flavors, podsReady }) => ({
    name,
    strategy,
    preemption,
    flavors: flavors.map((flavor) => ({ ...flavor })),
    ...(podsReady === undefined ? {} : { waitForPodsReady: writePodsReady(podsReady) }),
  }));
}

function writePodsReady({ timeoutMs, requeueAfterMs, limit, blocksAdmission }: PodsReadySettings): JsonObject {
  return {
    timeout: formatDuration(timeoutMs),
    requeueAfter: formatDuration(requeueAfterMs),
    ...(limit === undefined ? {} : { limit }),
    blockAdmission: blocksAdmission,
  };
}
