/** Facts of preemption. */

import type { AttemptWorld } from "../../../../src/scheduler/attempt-world.ts";
import { prepareFilters } from "../../../../src/scheduler/framework/filter-cycle.ts";
import { DEFAULT_PROFILE } from "../../../../src/scheduler/framework/profile.ts";
import type { Code, PluginVerdict } from "../../../../src/scheduler/framework/verdict.ts";
import { Nominator } from "../../../../src/scheduler/nominator.ts";
import type { PodInfo } from "../../../../src/scheduler/pod-info.ts";
import { bestCandidates } from "../../../../src/scheduler/preemption/choose-candidate.ts";
import { preemptionHindrance } from "../../../../src/scheduler/preemption/eligibility.ts";
import { findCandidates } from "../../../../src/scheduler/preemption/find-candidates.ts";
import { preempt } from "../../../../src/scheduler/preemption/preempt.ts";
import { clusterOf, type Fact, type GivenPod, shapesOf, switchesOf, waitingPod } from "./fact.ts";
import { filterByName } from "./filter-facts.ts";

export function preemptionAnswer(given: Fact): Record<string, unknown> {
  const fact = { ...given, existingPods: (given.existingPods ?? []).map(withTimes) };
  const shapes = shapesOf(fact);
  const snapshot = clusterOf(fact, shapes);
  const pod = waitingPod(fact, shapes);
  const switches = { ...switchesOf(fact), dynamicResources: false };
  if (fact.op === "eligible") {
    const code = codeOf(fact.nominatedNodeCode);
    return { eligible: preemptionHindrance(pod, code, snapshot, switches) === undefined };
  }
  const profile = { ...DEFAULT_PROFILE, filters: (fact.filters ?? []).map((name) => filterByName(name)) };
  const prepared = prepareFilters(profile.filters, pod, snapshot, switches);
  const filters = prepared.kind === "ready" ? prepared.filters : [];
  const nominator = new Nominator();
  const budgets = fact.pdbs ?? [];
  if (fact.op === "postFilter") {
    const world: AttemptWorld = {
      snapshot,
      nominator,
      profile,
      switches,
      budgets,
      percentageOfNodesToScore: 0,
      startIndex: 0,
      chooseNode: ([first]) => first,
      drawIndex: () => 0,
    };
    const outcome = preempt(pod, pod, filters, verdictsOf(fact), world);
    if (outcome.kind === "nominated") return { node: outcome.candidate.nodeName, code: "Success", reasons: [] };
    return { node: "", code: "Unschedulable", reasons: [outcome.message] };
  }
  const { candidates } = findCandidates(snapshot.nodes, 0, { pod, filters, nominator, budgets });
  if (fact.op === "select") return { nodeAnyOf: bestCandidates(candidates).map(({ nodeName }) => nodeName) };
  const rows = candidates.map(({ nodeName, victims, pdbViolations }) => ({
    node: nodeName,
    victims: victims.map(({ name }: PodInfo) => name).sort(),
    pdbViolations,
  }));
  return { candidates: rows.sort((a, b) => (a.node < b.node ? -1 : 1)) };
}

/** Relative times become instants that sort as they should. */
function withTimes(pod: GivenPod): GivenPod {
  const text = JSON.stringify(pod).replace(/"<now(?:-(\d+)s)?>"/g, (_all, seconds: string | undefined) => {
    return JSON.stringify(new Date(Date.UTC(2000, 0, 1) - Number(seconds ?? 0) * 1000).toISOString());
  });
  return JSON.parse(text);
}

/** Nodes without a code are out of the question. */
function verdictsOf({ filterCodes = {} }: Fact): ReadonlyMap<string, PluginVerdict> {
  const entries = Object.entries(filterCodes).map(([name, code]): [string, PluginVerdict] => [
    name,
    { plugin: "", code: codeOf(code) ?? "UnschedulableAndUnresolvable", reasons: [] },
  ]);
  return new Map(entries);
}

function codeOf(text: string | undefined): Code | undefined {
  return text === "Unschedulable" || text === "UnschedulableAndUnresolvable" ? text : undefined;
}
