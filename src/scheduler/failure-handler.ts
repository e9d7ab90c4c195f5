/** Handles a failed attempt: requeues the pod and writes its condition and Event (`handleSchedulingFailure`). */

import type { AttemptOutcome } from "./attempt.ts";
import type { FailedCondition, SchedulerClient, SchedulerClock, StatusPatch } from "./client.ts";
import { cutNote } from "./fit-error.ts";
import type { Nominator } from "./nominator.ts";
import type { PodInfo } from "./pod-info.ts";
import type { PodShape } from "./pod-shape.ts";
import type { PreemptionExecutor } from "./preemption/executor.ts";
import { LineMessages } from "./queue/line-messages.ts";
import type { QueuedPod } from "./queue/queued-pod.ts";
import type { SchedulingQueue } from "./queue/scheduling-queue.ts";

type Failed = Exclude<AttemptOutcome, { kind: "fits" }>;

const NO_PLUGINS: ReadonlySet<string> = new Set();

export class FailureHandler {
  readonly #client: SchedulerClient;
  readonly #queue: SchedulingQueue;
  readonly #nominator: Nominator;
  readonly #lineMessages: LineMessages;

  constructor(client: SchedulerClient, clock: SchedulerClock, queue: SchedulingQueue, nominator: Nominator) {
    const lengthOf = (shape: PodShape) => queue.lengthBehind(shape);
    this.#lineMessages = new LineMessages(clock, lengthOf, (shape, message) => this.#reportLine(shape, message));
    this.#client = client;
    this.#queue = queue;
    this.#nominator = nominator;
  }

  /** Requeues the pod; returns a function that writes its condition, Event and preemption. */
  handle(item: QueuedPod, outcome: Failed, executor: PreemptionExecutor, mayLineUp: boolean): () => void {
    const { pod } = item;
    const nomination = nominationAfter(outcome);
    const candidate = outcome.kind === "unschedulable" ? candidateOf(outcome) : undefined;
    const preemption = candidate && executor.begin(pod, candidate);
    const { latest } = pod.known;
    if (latest === undefined) this.#queue.done(item);
    else {
      const rejectors = outcome.kind === "unschedulable" ? outcome.rejectors : NO_PLUGINS;
      this.#queue.giveBack(item, latest, rejectors, mayLineUp && candidate === undefined);
      this.#nominator.set(latest, nomination ?? latest.nominatedNode);
    }
    return () => {
      this.recordFailure(pod, outcome.message);
      const patch = patchOf(pod, { reason: "Unschedulable", message: outcome.message }, nomination);
      if (latest !== undefined && patch !== undefined) this.#client.patchStatus(pod, patch);
      preemption?.();
      if (item.message !== outcome.message) this.#lineMessages.changed(pod.shape, outcome.message);
      item.message = outcome.message;
    };
  }

  /** Reports the failure of the first pod of a line for the other pods, which would have failed as well. */
  #reportLine(shape: PodShape, message: string): void {
    for (const { pod } of this.#queue.behind(shape)) {
      this.recordFailure(pod, message);
      const patch = patchOf(pod, { reason: "Unschedulable", message }, undefined);
      if (patch !== undefined) this.#client.patchStatus(pod, patch);
    }
  }

  /** Records an Event with the reason of a failed attempt. */
  recordFailure(pod: PodInfo, message: string): void {
    const note = cutNote(message);
    this.#client.event(pod, { type: "Warning", reason: "FailedScheduling", action: "Scheduling", note });
  }
}

function candidateOf({ postFiltered }: Extract<AttemptOutcome, { kind: "unschedulable" }>) {
  return postFiltered.kind === "nominated" ? postFiltered.candidate : undefined;
}

/** The new nominated node of a pod; `undefined` if it does not change. */
function nominationAfter(outcome: Failed): string | undefined {
  if (outcome.kind === "noNodes") return "";
  const { postFiltered } = outcome;
  if (postFiltered.kind === "nominated") return postFiltered.candidate.nodeName;
  return postFiltered.kind === "cleared" ? "" : undefined;
}

/** The status patch relative to the version of the pod that was tried. */
function patchOf(
  pod: PodInfo,
  { reason, message }: FailedCondition,
  nomination: string | undefined,
): StatusPatch | undefined {
  const known = pod.object.status?.conditions?.find(({ type }) => type === "PodScheduled");
  const isSame = known?.status === "False" && known.reason === reason && known.message === message;
  const isNominationSame = nomination === undefined || nomination === pod.nominatedNode;
  if (isSame && isNominationSame) return undefined;
  return {
    ...(isSame ? {} : { condition: { reason, message } }),
    ...(isNominationSame ? {} : { nominatedNodeName: nomination }),
  };
}
