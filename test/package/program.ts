/** A stranger's program, against the packed package: every entry, with the strictest types. */

import { readFileSync } from "node:fs";
import { digestOf, type LoadedScenario, loadScenario, type SimulationPlan, simulate, summarize } from "jobsim";
import { type Finding, hindrances, lintScenario } from "jobsim/analysis";
import { goController } from "jobsim/go";
import { collectReport, reportPage, runReport } from "jobsim/report";
import {
  builtInControllers,
  type ControllerDefinition,
  checkAsync,
  controller,
  JOB,
  together,
  watch,
} from "jobsim/testing";

const file = "node_modules/jobsim/sim-scenarios/crash-loop.yaml";
const readFile = (path: string): string => readFileSync(path, "utf8");
const loaded: LoadedScenario = loadScenario({ text: readFile(file), file, readFile });
const plan: SimulationPlan = loaded.plan;
const simulation = simulate(plan);
const again = digestOf(simulate(structuredClone(plan)).log.entries);
if (again !== digestOf(simulation.log.entries)) throw new Error("two runs of one seed differ");

const findings: readonly Finding[] = lintScenario(loaded, readFile);
const page: string = reportPage(collectReport(simulation, { title: "crash loop" }));
const { failed } = summarize(simulation).totals;

const idle: ControllerDefinition = {
  name: "idle",
  watches: { kinds: [watch(JOB, ({ metadata }) => [metadata.name])] },
  start: () => async () => undefined,
};
const { failures } = await checkAsync({ runs: 20, controllers: together(builtInControllers, controller(idle)) });
if (failures.length > 0) throw new Error("an idle controller broke something");

const known = [goController, hindrances, runReport].every((one) => typeof one === "function");
console.log(`${findings.length > 0} ${page.startsWith("<!doctype html>")} ${failed >= 0} ${known}`);
