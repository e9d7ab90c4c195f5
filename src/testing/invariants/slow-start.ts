/** Pods are created in batches of 1, 2, 4, 8 …, and a batch with a failure is the last (semantics 03, section 6). */

import type { Invariant } from "./invariant.ts";
import { controllerOf } from "./pod-reading.ts";

/** A change of the Job is synced immediately, even in the instant in which a sync of it has failed. */
const SYNCS = 2;

/** By the name of the Job: a sync goes on even if another Job has taken the name meanwhile. */
function keyOf(namespace: string, job: string): string {
  return `${namespace}/${job}`;
}

/** No batch is larger than all previous ones together plus one. */
export const slowStart: Invariant = {
  id: "slow-start",
  sentence: "In one sync no more creations of a Job's pods fail than one for each that succeeded, and one.",
  source: "docs/semantics/13-scheduling.md, section 8; docs/semantics/03-sync-loop.md, section 6",
  watch(ledger) {
    const created = new Map<string, number>();
    const failed = new Map<string, number>();
    let lastMs = 0;
    // A batch follows when the calls of the one before are answered.
    const at = (timeMs: number) => {
      if (timeMs === lastMs) return;
      if (timeMs > lastMs + ledger.circumstances.apiLatencyMs) created.clear();
      failed.clear();
      lastMs = timeMs;
    };
    return {
      // The next process makes its own attempts, even in the instant in which this one has died.
      process: () => failed.clear(),
      pod({ type, actor, timeMs, object }) {
        const owner = controllerOf(object);
        if (type !== "ADDED" || actor === "user" || owner === undefined) return;
        at(timeMs);
        const key = keyOf(object.metadata.namespace, owner.name);
        created.set(key, (created.get(key) ?? 0) + 1);
      },
      request({ verb, resource, actor, error, owner, namespace, timeMs }, report) {
        if (verb !== "create" || resource !== "pods" || actor === "user" || owner === undefined) return;
        if (error === undefined || error.isAnswerLost === true || ledger.rivals > 0) return;
        at(timeMs);
        const job = ledger.jobNamed(namespace, owner.name);
        if (job === undefined) return;
        const key = keyOf(namespace, owner.name);
        const failures = (failed.get(key) ?? 0) + 1;
        failed.set(key, failures);
        report.armed();
        const successes = created.get(key) ?? 0;
        if (failures <= SYNCS * (successes + 1)) return;
        report({
          job,
          message: `${failures} creations of pods fail at once, after ${successes} that succeeded`,
          numbers: { failures, successes },
        });
      },
    };
  },
};
