/** What a queue does next: whom it admits, whom it drives out, and what the others wait for. */

import { fitOf, type QuotaHolder } from "./fit.ts";
import type { PlannedFlavor, PlannedQueue } from "./queue.ts";
import { victimsFor } from "./victims.ts";
import { byTurn, type QueuedJob } from "./workload.ts";

export type QueueStep =
  | { readonly kind: "admit"; readonly job: QueuedJob; readonly flavor: PlannedFlavor }
  | { readonly kind: "evict"; readonly victim: QuotaHolder; readonly by: QueuedJob }
  | { readonly kind: "wait"; readonly job: QueuedJob; readonly message: string };

/** Who has quota of the queue, and who wants some. */
export interface QueueState {
  readonly holders: readonly QuotaHolder[];
  /** Those of them that are on their way out, and hold their quota until their pods have gone. */
  readonly leaving: ReadonlySet<string>;
  readonly pending: readonly QueuedJob[];
  /** Somebody is not ready yet, and nobody else may begin before. */
  readonly isBlocked: boolean;
}

/** The steps that can be taken now, in their order. */
export function decide(queue: PlannedQueue, { holders, leaving, pending, isBlocked }: QueueState): QueueStep[] {
  const steps: QueueStep[] = [];
  let held = [...holders];
  let blocked = isBlocked;
  for (const job of [...pending].sort(byTurn)) {
    const outcome = assign(queue, job, held);
    if (outcome.kind === "fits" && !blocked) {
      steps.push({ kind: "admit", job, flavor: outcome.flavor });
      // When it was admitted matters only later, among those who may be driven out.
      held = [...held, { ...job, flavor: outcome.flavor.name, admittedMs: Number.POSITIVE_INFINITY }];
      blocked = queue.podsReady?.blocksAdmission === true;
      continue;
    }
    const message =
      outcome.kind === "fits" ? "waiting for all admitted workloads to be in PodsReady condition" : outcome.message;
    steps.push({ kind: "wait", job, message });
    const victims = outcome.kind === "full" && !blocked ? driveOut(queue, job, held) : undefined;
    const fresh = victims?.filter(({ uid }) => !leaving.has(uid)) ?? [];
    steps.push(...fresh.map((victim) => ({ kind: "evict", victim, by: job }) as const));
    // What becomes free is for the one who drove others out.
    if (victims !== undefined || queue.strategy === "StrictFIFO" || blocked) break;
  }
  return steps;
}

type Assigned =
  | { readonly kind: "fits"; readonly flavor: PlannedFlavor }
  | { readonly kind: "full" | "never"; readonly message: string };

/** The first flavour that has enough. */
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

/** The first flavour in which it helps to drive others out. */
function driveOut(
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
