/** The suite of an operator, as envtest would run it, against `jobsim serve` in a separate process. */

import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { startProcess } from "../http/serve-process.ts";
import { runProgram } from "./run-program.ts";

const OPERATOR = path.join(import.meta.dirname, "../../examples/operator");
/** Built by `.ci/build-go`. */
const SUITE = path.join(OPERATOR, "operator.test");

describe.skipIf(!existsSync(SUITE))("an operator in Go with a kind, a finalizer and leader election", () => {
  test("passes its tests, and what it did replays without it", { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "jobsim-operator-"));
    const [config, saved] = ["kubeconfig", "session.yaml"].map((name) => path.join(folder, name));
    const flags = ["--speed", "idle", "--kubeconfig", `${config}`, "--save", `${saved}`];
    const server = await startProcess([path.join(OPERATOR, "pods.yaml"), ...flags]);
    const suite = { cwd: path.join(OPERATOR, "internal/controller"), env: { KUBECONFIG: `${config}` } };
    const output = await runProgram(SUITE, ["-ginkgo.no-color", "-test.v"], suite);
    expect(output).toMatch(/SUCCESS! -- 8 Passed \| 0 Failed \| 0 Pending \| 0 Skipped/);
    await server.stop();

    const { plan } = loadScenario({ text: readFileSync(`${saved}`, "utf8"), file: "session.yaml", readFile: () => "" });
    const jobs = [...simulate(plan).server.jobs.jobs];
    const failed = jobs.filter(({ status }) => status.conditions?.some(({ type }) => type === "Failed"));
    expect(failed.map(({ metadata, status }) => [metadata.name, status.failed])).toEqual([["bad", 3]]);
  });
});
