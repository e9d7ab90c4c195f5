import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { followForReports, readForReports } from "../../src/analysis/run-reading.ts";
import { readMachineReport } from "../../src/report/machine-report.ts";
import { readRunReport } from "../../src/report/run-report.ts";
import { Simulation, simulate } from "../../src/simulation/simulation.ts";
import { load } from "../scenario/helpers.ts";

const FOLDER = "sim-scenarios";
const names = readdirSync(FOLDER).filter((file) => file.endsWith(".yaml"));

test.each(names)("%s gives the same reading during the run, without a log, as from its log", (name) => {
  const { plan } = load(readFileSync(path.join(FOLDER, name), "utf8"));
  const followed = new Simulation(plan, { record: "none", podEvents: true });
  const reading = followForReports(followed);
  followed.run();
  const kept = simulate(plan, { podEvents: true });
  const read = readForReports(kept);
  expect(followed.log.entries).toEqual([]);
  expect(readMachineReport(followed, reading(), [])).toEqual(readMachineReport(kept, read, []));
  expect(readRunReport(followed, reading(), {})).toEqual(readRunReport(kept, read, {}));
});
