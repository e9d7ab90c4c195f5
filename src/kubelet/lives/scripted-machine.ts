/** The kubelet of one pod whose containers follow its script. */

import { copyWith } from "../../api/copy-with.ts";
import { formatTimestamp } from "../../api/timestamp.ts";
import type { PodStatus } from "../../api/types.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";
import { behaviourOfPod, type PodBehaviour } from "../behaviour/container-behaviour.ts";
import { KubeletPod } from "../kubelet-pod.ts";
import type { MachineSettings } from "../machine.ts";
import { planPod } from "../plan/pod-plan.ts";
import { withConditions } from "../pod-status.ts";
import { isRestartable } from "../restart-policy.ts";
import { type ContainerBehaviour, runOf } from "../runtime/behaviour.ts";
import type { RuntimeAction } from "../runtime/pod-runtime.ts";
import type { ContainerRecord } from "../runtime/record.ts";
import type { KubeletSwitches } from "../switches.ts";
import type { Clock } from "../tasks.ts";
import type { Origin } from "./origin.ts";
import type { Act } from "./turn.ts";

/** What the pods of a run share. */
export interface MachineWorld {
  /** The beginning of the run, in milliseconds since 1970. */
  readonly epochMs: number;
  readonly switches: KubeletSwitches;
  readonly settings: MachineSettings;
  /** Whether Events are recorded. */
  readonly recordsEvents: boolean;
}

/** Placeholder for the name of the pod in messages. */
export const POD_TOKEN = "\u0000POD";

const UNKNOWN_CONTAINER: ContainerBehaviour = { runs: [], onTerm: "ignore", image: "present", probes: {} };

export class ScriptedMachine {
  readonly kubelet: KubeletPod;
  readonly #world: MachineWorld;
  readonly #origin: Origin;
  readonly #behaviour: PodBehaviour;
  #leaderEnded = false;

  /** @param act called with each action that is visible outside of the kubelet */
  constructor(world: MachineWorld, origin: Origin, clock: Clock, act: (act: Act) => void) {
    this.#world = world;
    this.#origin = origin;
    this.#behaviour = behaviourOfPod(origin.script, planPod(origin.pod.spec));
    this.kubelet = new KubeletPod(
      {
        epochMs: world.epochMs,
        switches: world.switches,
        settings: world.settings,
        clock,
        fullName: POD_TOKEN,
        sandboxMs: origin.sandboxMs,
        behaviour: (container) => this.#behaviour.containers.get(container) ?? UNKNOWN_CONTAINER,
        report: (status) => act(this.#report(status)),
        remove: () => act({ kind: "remove" }),
        record: world.recordsEvents ? (event) => act({ kind: "event", event }) : () => undefined,
        killed: (kill) => act({ kind: "kill", kill }),
        finished: () => act({ kind: "done" }),
        saw: (action) => this.#saw(action),
      },
      origin.pod,
      origin.remains,
    );
  }

  /** The container whose end is reported exits now, if it is running. */
  finishLeader(exitCode: number): void {
    const { tasks, runtime } = this.kubelet;
    const running = runtime.status.records.find(
      ({ name, state }) => name === this.#behaviour.leader && state === "running",
    );
    if (running !== undefined) tasks.after(0, () => runtime.finish(running.id, exitCode));
  }

  #report(given: PodStatus): Act {
    const status = this.#withEnd(given);
    this.kubelet.changed({ ...this.kubelet.pod, status });
    return { kind: "report", status, namesPod: namesPod(status) };
  }

  /** Adds the conditions of the scenario to a pod that ends by itself, as for a plain pod. */
  #withEnd(status: PodStatus): PodStatus {
    const { conditions = [] } = this.#origin.script;
    const { pod, tasks } = this.kubelet;
    const endsByItself = isTerminalPhase(status.phase) && pod.metadata.deletionTimestamp === undefined;
    if (conditions.length === 0 || !endsByItself) return status;
    const at = formatTimestamp(this.#world.epochMs + tasks.nowMs);
    const before = new Map(pod.status.conditions?.map((condition) => [condition.type, condition]));
    const given = conditions.map(
      (condition) => before.get(condition.type) ?? copyWith(condition, { lastTransitionTime: at }),
    );
    return copyWith(status, { conditions: withConditions(status.conditions, given) });
  }

  /** Ends the followers once the leader has ended for good. */
  #saw(action: RuntimeAction): void {
    const { leader, followers } = this.#behaviour;
    if (followers.length === 0 || !("record" in action)) return;
    const { record, op } = action;
    if (op === "started" && this.#leaderEnded && followers.includes(record.name)) this.#finish(record);
    if (op !== "exited" || record.name !== leader || !this.#endsForGood(record)) return;
    this.#leaderEnded = true;
    for (const other of this.kubelet.runtime.status.records) {
      if (other.state === "running" && followers.includes(other.name)) this.#finish(other);
    }
  }

  #finish({ id, name, attempt }: ContainerRecord): void {
    const { tasks, runtime } = this.kubelet;
    const behaviour = this.#behaviour.containers.get(name) ?? UNKNOWN_CONTAINER;
    tasks.after(0, () => runtime.finish(id, runOf(behaviour, attempt).exitCode));
  }

  #endsForGood({ name, exitCode = 0 }: ContainerRecord): boolean {
    const { plan } = this.kubelet;
    const container = plan.mains.find((main) => main.name === name);
    return container === undefined || !isRestartable(container, plan, exitCode, this.#world.switches);
  }
}

/** Only the messages of waiting containers name the pod. */
function namesPod({ containerStatuses = [], initContainerStatuses = [] }: PodStatus): boolean {
  return [...initContainerStatuses, ...containerStatuses].some(
    ({ state }) => state?.waiting?.message?.includes(POD_TOKEN) === true,
  );
}
