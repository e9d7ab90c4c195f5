/** Executes a preemption: marks and deletes the victims (preemption `Executor`). */

import type { SchedulerClient } from "../client.ts";
import type { Nominator } from "../nominator.ts";
import type { PodInfo, RememberedPod } from "../pod-info.ts";
import type { SchedulerSwitches } from "../switches.ts";
import type { Candidate } from "./select-victims.ts";

const PLUGIN = "DefaultPreemption";

export class PreemptionExecutor {
  readonly #client: SchedulerClient;
  readonly #nominator: Nominator;
  readonly #switches: SchedulerSwitches;
  /** Preemptors whose victims are being deleted, with the last victim once its deletion has begun. */
  readonly #underWay = new Map<RememberedPod, RememberedPod | undefined>();

  constructor(client: SchedulerClient, nominator: Nominator, switches: SchedulerSwitches) {
    this.#client = client;
    this.#nominator = nominator;
    this.#switches = switches;
  }

  /** The plugin that gates a pod while its preemption is in progress (`IsPodRunningPreemption`). */
  holdsBack({ known }: PodInfo): string | undefined {
    if (!this.#underWay.has(known)) return undefined;
    const lastVictim = this.#underWay.get(known);
    if (lastVictim === undefined) return PLUGIN;
    const { latest } = lastVictim;
    return latest === undefined || latest.isTerminating ? undefined : PLUGIN;
  }

  /** Gates the preemptor; returns a function that deletes its victims, if any are left to delete. */
  begin(preemptor: PodInfo, { nodeName, victims }: Candidate): (() => void) | undefined {
    const toDelete = victims.filter(({ isTerminating }) => !isTerminating);
    if (toDelete.length === 0) return undefined;
    if (this.#switches.asyncPreemption) this.#underWay.set(preemptor.known, undefined);
    return () => {
      this.#clearLowerNominations(preemptor, nodeName);
      for (const [at, victim] of toDelete.entries()) {
        if (at === toDelete.length - 1 && this.#underWay.has(preemptor.known)) {
          this.#underWay.set(preemptor.known, victim.known);
        }
        this.#evict(preemptor, victim, nodeName);
      }
      this.#underWay.delete(preemptor.known);
    };
  }

  /** Clears nominations of lower priority on the same node. */
  #clearLowerNominations(preemptor: PodInfo, nodeName: string): void {
    for (const pod of this.#nominator.on(nodeName)) {
      if (pod.priority < preemptor.priority && pod.nominatedNode !== "") {
        this.#client.patchStatus(pod, { nominatedNodeName: "" });
      }
    }
  }

  #evict(preemptor: PodInfo, victim: PodInfo, nodeName: string): void {
    const { disruptionTargetOnVictims, preemptedEvent } = this.#switches;
    const { schedulerName = "default-scheduler" } = preemptor.shape.spec;
    if (disruptionTargetOnVictims) {
      const message = `${schedulerName}: preempting to accommodate a higher priority pod`;
      this.#client.markDisrupted(victim, message);
    }
    this.#client.deletePod(victim);
    const who = preemptedEvent === "aPod" ? "a pod" : `pod ${preemptor.uid}`;
    const note = `Preempted by ${who} on node ${nodeName}`;
    this.#client.event(victim, { type: "Normal", reason: "Preempted", action: "Preempting", note });
  }
}
