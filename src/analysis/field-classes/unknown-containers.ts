/** Containers that have a behaviour, and that no Job has: nearly always a misspelt name. */

import { nearest } from "../../api/nearest.ts";
import { NO_RULES } from "../../kubelet/behaviour/rules.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import type { NotedJob } from "./noted-job.ts";

/** One sentence for each. */
export function unknownContainers(jobs: readonly NotedJob[], { actions, pods = NO_RULES }: SimulationPlan): string[] {
  // Pods that users create can have containers that no template has.
  if (jobs.length === 0 || actions.some(({ op }) => op === "createPod" || op === "createObject")) return [];
  const known = new Set(
    jobs.flatMap(({ template: { spec } }) =>
      [...(spec.initContainers ?? []), ...spec.containers].map(({ name }) => name),
    ),
  );
  return [...toldOf(pods)]
    .filter((name) => !known.has(name))
    .map((name) => {
      const there = nearest(name, known) ?? [...known].join(", ");
      return `the behaviour of container ${name} has no effect, because no Job here has such a container; there is ${there}`;
    });
}

function toldOf(rules: NonNullable<SimulationPlan["pods"]>): ReadonlySet<string> {
  const traits = [rules.default, ...rules.rules.map((rule) => rule.traits)];
  return new Set(traits.flatMap(({ container, containers = {} }) => [container ?? [], Object.keys(containers)].flat()));
}
