/** Lifecycle hooks of which nothing says how long they take: a run gives them no time. */

import { NO_RULES } from "../../kubelet/behaviour/rules.ts";
import { sleepMsOf } from "../../kubelet/plan/container-plan.ts";
import { planPod } from "../../kubelet/plan/pod-plan.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import type { NotedJob } from "./noted-job.ts";

const MEANWHILE = {
  postStart: "the container would not be ready before it is done",
  preStop: "it would use up part of the grace period, and the pod would end later",
} as const;
type Hook = keyof typeof MEANWHILE;
const HOOKS: readonly Hook[] = ["postStart", "preStop"];

/** One sentence for each. */
export function timelessHooks(jobs: readonly NotedJob[], { pods = NO_RULES }: SimulationPlan): string[] {
  const traits = [pods.default, ...pods.rules.map((rule) => rule.traits)];
  const isTold = (container: string, hook: Hook) =>
    traits.some(({ containers }) => containers?.[container]?.[hook] !== undefined);
  const found = new Map<string, { readonly hook: Hook; readonly play: string; readonly titles: string[] }>();
  for (const { title, template } of jobs) {
    const { inits, mains } = planPod(template.spec);
    for (const container of [...inits, ...mains]) {
      for (const hook of HOOKS) {
        const plan = container[hook];
        if (plan === undefined || plan.kind === "none" || sleepMsOf(plan) !== undefined) continue;
        if (isTold(container.name, hook)) continue;
        const which = `${hook}.${plan.kind} of container ${container.name}`;
        const play = `pods.default.containers.${container.name}.${hook}: 5s`;
        const known = found.get(which);
        if (known === undefined) found.set(which, { hook, play, titles: [title] });
        else known.titles.push(title);
      }
    }
  }
  return [...found].map(([which, { hook, play, titles }]) => {
    const of = titles.length === 1 ? titles.join("") : `${titles.length} Jobs`;
    return `takes no time: ${which} of ${of}; in a cluster ${MEANWHILE[hook]}; to play that: ${play}`;
  });
}
