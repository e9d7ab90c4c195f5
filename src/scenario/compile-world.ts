/** What a scenario says about the world itself: when it begins, and whether it has a kubelet. */

import { DEFAULT_KUBELET } from "../kubelet/settings.ts";
import type { SimulationPlan } from "../simulation/plan.ts";
import { isFault } from "./checked.ts";
import { compileClientFaults } from "./compile-client-faults.ts";
import type { Reporter } from "./report.ts";
import type { ScenarioInput } from "./schema.ts";
import { parseStartTime } from "./start-time.ts";

export type WorldParts = Partial<Pick<SimulationPlan, "epochMs" | "kubelet" | "clientFaults">>;

/** The parts of a plan that are about the world; problems go to the reporter. */
export function compileWorld({ startTime, kubelet, clientFaults = [] }: ScenarioInput, reporter: Reporter): WorldParts {
  const epoch = startTime === undefined ? undefined : parseStartTime(startTime);
  if (epoch !== undefined && isFault(epoch)) reporter.problem(["startTime"], epoch.problem);
  return {
    ...(epoch === undefined || isFault(epoch) ? {} : { epochMs: epoch.value }),
    ...(kubelet === "none" ? { kubelet: { ...DEFAULT_KUBELET, decides: "nobody" } } : {}),
    ...(clientFaults.length === 0 ? {} : { clientFaults: compileClientFaults(clientFaults, reporter) }),
  };
}
