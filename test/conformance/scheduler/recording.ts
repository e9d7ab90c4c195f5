/** Recordings of the real scheduler: a scenario, and what it did (see FORMAT-SCHEDULER-TRACES.md). */

import type { DisruptionBudgetFacts, NodeFacts, ResourceList, Taint } from "../../../src/api/scheduling-types.ts";
import type { PodSpec, StringMap } from "../../../src/api/types.ts";
import { isRecord, type RecordedJson } from "../vectors.ts";

export interface RecordedNode {
  readonly name: string;
  readonly labels?: StringMap;
  readonly taints?: readonly Taint[];
  readonly allocatable: ResourceList;
  readonly unschedulable?: boolean;
}

export interface PodClass {
  readonly labels?: StringMap;
  readonly namespace?: string;
  readonly spec: PodSpec;
  readonly runMs?: number;
  readonly exitMs?: number;
  readonly replaceMs?: number;
}

export interface Step extends Partial<Omit<RecordedNode, "class">> {
  readonly at: number;
  readonly op: string;
  readonly pod?: string;
  readonly class?: string;
  /** The node that `addNode` adds. */
  readonly node?: RecordedNode;
  readonly gcMs?: number;
}

export interface SchedulerScenario {
  readonly id: string;
  readonly kind: "time" | "snapshot";
  readonly attemptMs: number;
  readonly endMs: number;
  readonly namespaces: readonly { readonly name: string; readonly labels?: StringMap }[];
  readonly nodes: readonly RecordedNode[];
  readonly classes: Readonly<Record<string, PodClass>>;
  readonly placed?: readonly {
    readonly name: string;
    readonly class: string;
    readonly node: string;
    readonly startedSec: number;
    readonly endMs?: number;
  }[];
  readonly pdbs?: readonly {
    readonly namespace: string;
    readonly selector: NonNullable<DisruptionBudgetFacts["spec"]>["selector"];
    readonly disruptionsAllowed: number;
  }[];
  readonly steps: readonly Step[];
}

export type Row = Readonly<Record<string, unknown>>;

/** What was recorded, and what a play gives: lists of rows by name. */
export interface SchedulerRecord {
  readonly attempts: readonly Row[];
  readonly status: readonly Row[];
  readonly events: readonly Row[];
  readonly deletes: readonly Row[];
  readonly gone: readonly Row[];
  readonly queue: readonly Row[];
  readonly final: Row;
}

export interface SchedulerVector {
  readonly scenario: SchedulerScenario;
  readonly expect: Partial<SchedulerRecord>;
  readonly preemptTie?: boolean;
  readonly sameMs?: boolean;
}

export function isSchedulerVector(vector: RecordedJson): vector is RecordedJson & SchedulerVector {
  const { scenario, expect } = vector;
  return isRecord(scenario) && typeof scenario.attemptMs === "number" && isRecord(expect) && "attempts" in expect;
}

/** A node as the API shows it: its name is a label too, and a cordoned node has the taint. */
export function nodeOf(recorded: RecordedNode): NodeFacts {
  const { name, labels = {}, taints = [], allocatable, unschedulable = false } = recorded;
  const cordon: Taint[] = unschedulable ? [{ key: CORDON, effect: "NoSchedule" }] : [];
  const own = taints.filter(({ key }) => key !== CORDON);
  return {
    metadata: { name, labels: { ...labels, "kubernetes.io/hostname": name } },
    spec: { taints: [...own, ...cordon], ...(unschedulable ? { unschedulable } : {}) },
    status: { allocatable },
  };
}

const CORDON = "node.kubernetes.io/unschedulable";
