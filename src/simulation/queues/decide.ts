/** Decides the next steps of a queue: which Jobs are admitted or preempted, and why the others wait. */

import { fitOf, type QuotaHolder } from "./fit.ts";
import type { PlannedFlavor, PlannedQueue } from "./queue.ts";
import { victimsFor } from "./victims.ts";
import { byTurn, type QueuedJob } from "./workload.ts";

export type QueueStep =
  | { readonly kind: "admit"; readonly job: QueuedJob; readonly flavor: PlannedFlavor }
  | { readonly kind: "evict"; readonly victim: QuotaHolder; readonly by: QueuedJob }
  | { readonly kind: "wait"; readonly job: QueuedJob; readonly message: string };

/** The admitted and pending Jobs of a queue. */
export interface QueueState {
  readonly holders: readonly QuotaHolder[];
  /** UIDs of holders that are being evicted; they use quota until their pods are gone. */
  readonly leaving: ReadonlySet<string>;
  readonly pending: readonly QueuedJob[];
  /** Whether an admitted Job is not ready yet and blocks other admissions. */
  readonly isBlocked: boolean;
}

/** The steps that can be taken now, in order. */
export function decide(queue: PlannedQueue, { holders, leaving, pending, isBlocked }: QueueState): QueueStep[] {
  const steps: QueueStep[] = [];
  let held = [...holders];
  let blocked = isBlocked;
  for (const job of [...pending].sort(byTurn)) {
    const outcome = assign(queue, job, held);
    if (outcome.kind === "fits" && !blocked) {
      steps.push({ kind: "admit", job, flavor: outcome.flavor });
      // The admission time only matters later, for the order of preemption.
      held = [...held, { ...job, flavor: outcome.flavor.name, admittedMs: Number.POSITIVE_INFINITY }];
      blocked = queue.podsReady?.blocksAdmission === true;
      continue;
    }
    const message =
      outcome.kind === "fits" ? "waiting for all admitted workloads to be in PodsReady condition" : outcome.message;
    steps.push({ kind: "wait", job, message });
    const victims = outcome.kind === "full" && !blocked ? preempt(queue, job, held) : undefined;
    const fresh = victims?.filter(({ uid }) => !leaving.has(uid)) ?? [];
    steps.push(...fresh.map((victim) => ({ kind: "evict", victim, by: job }) as const));
    // Freed quota is reserved for the Job that has preempted others.
    if (victims !== undefined || queue.strategy === "StrictFIFO" || blocked) break;
  }
  return steps;
}

type Assigned =
  | { readonly kind: "fits"; readonly flavor: PlannedFlavor }
  | { readonly kind: "full" | "never"; readonly message: string };

/** Assigns the first flavour with enough quota. */
function assign(queue: PlannedQueue, job: QueuedJob, holders: readonly QuotaHolder[]): Assigned {
  const messages: string[] = [];
  let isFull = false;
  for (const flavor of queue.flavors) {
    const fit = fitOf(job, flavor, ofFlavor(holders, flavor));
    if (fit.kind === "fits") return { kind: "fits", flavor };
    isFull ||= fit.kind === "full";
    messages.push(fit.message);
  }
  const message = `couldn't assign flavors to pod set main: ${messages.join(", ")}`;
  return { kind: isFull ? "full" : "never", message };
}

/** Victims in the first flavour in which preemption helps. */
function preempt(
  queue: PlannedQueue,
  job: QueuedJob,
  holders: readonly QuotaHolder[],
): readonly QuotaHolder[] | undefined {
  for (const flavor of queue.flavors) {
    const own = ofFlavor(holders, flavor);
    if (fitOf(job, flavor, own).kind !== "full") continue;
    const victims = victimsFor(job, flavor, own, queue.preemption);
    if (victims !== undefined) return victims;
  }
  return undefined;
}

function ofFlavor(holders: readonly QuotaHolder[], { name }: PlannedFlavor): QuotaHolder[] {
  return holders.filter(({ flavor }) => flavor === name);
}
