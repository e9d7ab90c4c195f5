/** A recorded scenario of the node controllers: nodes that fail, and what happens to their pods. */

import type { NodeTaint, Toleration } from "../../src/api/node.ts";
import type { PodPhase } from "../../src/api/types.ts";

export interface RecordedTaint {
  readonly key: string;
  readonly value: string;
  readonly effect: NodeTaint["effect"];
}

export interface RecordedNode {
  readonly name: string;
  readonly zone: string;
  readonly phaseMs: number;
  readonly silent?: boolean;
  readonly taints?: readonly RecordedTaint[];
}

export interface RecordedPod {
  readonly name: string;
  readonly node: string;
  readonly tolerations: readonly Toleration[];
  readonly graceSec: number;
  readonly exitMs: number;
  readonly exitPhase: PodPhase;
  readonly phase: PodPhase;
  readonly evicted?: boolean;
  readonly createdSec: number;
  readonly finalizer?: boolean;
  readonly finalizerMs?: number;
}

export interface RecordedStep {
  readonly at: number;
  readonly op: string;
  readonly node?: string;
  readonly pod?: string;
  readonly spec?: RecordedNode;
  readonly podSpec?: RecordedPod;
  readonly taint?: RecordedTaint;
  readonly graceSec?: number;
  readonly phase?: PodPhase;
}

export interface NodeScenario {
  readonly id: string;
  readonly podgcPhaseMs: number;
  readonly podgcThreshold: number;
  readonly largeClusterThreshold: number;
  readonly nodes: readonly RecordedNode[];
  readonly pods: readonly RecordedPod[];
  readonly steps: readonly RecordedStep[];
  readonly endMs: number;
}

/** What is compared of a run: lists of records in order, and what is left at its end. */
export interface NodeExpectation {
  readonly nodes: readonly NodeRecord[];
  readonly pods: readonly NodeRecord[];
  readonly deletes: readonly NodeRecord[];
  readonly gone: readonly NodeRecord[];
  readonly events: readonly NodeRecord[];
  readonly finalNodes: Readonly<Record<string, unknown>>;
  readonly finalPods: Readonly<Record<string, unknown>>;
}

export interface NodeRecord {
  readonly t: number;
  readonly [key: string]: unknown;
}

export interface NodeVector {
  readonly scenario: NodeScenario;
  readonly expect: NodeExpectation;
}

export function isNodeVector(value: unknown): value is NodeVector {
  if (typeof value !== "object" || value === null || !("scenario" in value)) return false;
  const { scenario } = value;
  return typeof scenario === "object" && scenario !== null && "podgcPhaseMs" in scenario;
}
