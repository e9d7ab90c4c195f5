/** Inputs that are valid, or nearly so, and far too large. */

import { describe, expect, test } from "vitest";
import { manifest } from "../cli/helpers.ts";
import { manifest as asObject, JOBS } from "../http/session.ts";
import { PATIENCE_MS } from "./budget.ts";
import { answered } from "./commands.ts";
import { served } from "./served.ts";

const MOST = 2 ** 31 - 1;
/** The first thousand pods say enough; a run to its end is a test below. */
const SHORT = ["--until", "5s"];

const scenario = (...lines: readonly string[]) => ["apiVersion: jobsim.dev/v1", "kind: Scenario", ...lines].join("\n");
const job =
  "{apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}";

describe("an input of enormous numbers gets an answer", { timeout: PATIENCE_MS }, () => {
  test.each([
    ["completions", manifest("a", `completions: ${MOST}`)],
    ["pods at once", manifest("a", `completions: ${MOST}`, `parallelism: ${MOST}`)],
    ["pods of a work queue", manifest("a", `parallelism: ${MOST}`)],
    ["indexes", manifest("a", "completionMode: Indexed", "completions: 100000", "parallelism: 100000")],
    ["back-offs", manifest("a", `backoffLimit: ${MOST}`)],
    ["seconds until it is over", manifest("a", `activeDeadlineSeconds: ${2 ** 53}`)],
    ["seconds until it is removed", manifest("a", `ttlSecondsAfterFinished: ${MOST}`)],
    ["copies", scenario(`jobs: [{manifest: ${job}, count: 1000, arrivals: {every: 1ms}}]`)],
    ["attempts of users", scenario(`jobs: [{manifest: ${job}, retry: {times: 1000}}]`, "pods: {default: {exit: 1}}")],
    [
      "restarts",
      scenario(`jobs: [{manifest: ${job}}]`, "pods: {default: {restarts: [{count: 1000000, run: 1s, exit: 1}]}}"),
    ],
    ["virtual time", scenario(`jobs: [{at: 100000d, manifest: ${job}}]`)],
    [
      "chances",
      scenario(`jobs: [{manifest: ${job}}]`, "pods: {default: {exit: {0: 99.99999999999999%, 1: 0.00000000000001%}}}"),
    ],
    [
      "time of a pod",
      scenario(`jobs: [{manifest: ${job}}]`, "pods: {default: {run: {lognormal: {median: 1s, p95: 1000d}}}}"),
    ],
  ])("%s", async (_name, text) => {
    await answered(["run", "in.yaml", "-q", ...SHORT], { files: { "in.yaml": text } });
    await answered(["lint", "in.yaml"], { files: { "in.yaml": text } });
  });

  test("more indexes than Kubernetes has", async () => {
    const text = manifest("a", "completionMode: Indexed", `completions: ${MOST}`, "parallelism: 1");
    const { code, err } = await answered(["run", "in.yaml", "-q", "--until", "1h"], { files: { "in.yaml": text } });
    expect({ code, said: err.includes("in.yaml:") }).toEqual({ code: 0, said: false });
  });

  test("a replay with a Job of a billion pods", async () => {
    const replay = {
      apiVersion: "jobsim.dev/v1",
      kind: "Scenario",
      metadata: { name: "large" },
      violation: { invariant: "active-bound", message: "", at: "0s", seed: 1 },
      seed: "1",
      jobs: [{ manifest: asObject("a", { completions: MOST, parallelism: MOST }) }],
      pods: { default: { schedule: "0s", start: "0s", run: "1ms", exit: 0 } },
    };
    const { jobsim } = await import("../cli/helpers.ts");
    const { code, out } = await jobsim(["replay", "-"], { stdin: JSON.stringify(replay) });
    expect({ code, out }).toEqual({ code: 3, out: expect.stringContaining("the run is too large") });
  });

  test("a server whose clock is to go on forever", async () => {
    const server = served();
    const headers = { "Content-Type": "application/json" };
    const post = (path: string, body: object) =>
      server.answer(new Request(`http://localhost${path}`, { method: "POST", headers, body: JSON.stringify(body) }));
    await post(JOBS, asObject("a", { completions: MOST, parallelism: 500 }));
    const answer = await post("/jobsim/v1/clock", { advance: "365d" });
    expect(answer.status).toBe(504);
    expect(await answer.json()).toMatchObject({
      kind: "Status",
      reason: "Timeout",
      message: expect.stringContaining("advance again"),
    });
    server.stop();
  });
});

/** YAML whose aliases stand for a billion values. */
function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(",")}]`);
  return ['a0: &a0 ["x"]', ...levels].join("\n");
}

describe("a text that grows without end gets an answer", () => {
  test.each([
    ["aliases of aliases", bomb()],
    [
      "merges of merges",
      Array.from({ length: 30 }, (_, i) => `a${i}: &a${i} {<<: [${i === 0 ? "{}" : `*a${i - 1}, *a${i - 1}`}]}`).join(
        "\n",
      ),
    ],
    ["an alias of itself", "a: &a [*a]"],
    ["lists in lists", "[".repeat(20_000)],
    ["maps in maps", '{"a":'.repeat(20_000)],
    ["one long line", `a: ${"x".repeat(2_000_000)}`],
    ["documents", "--- {}\n".repeat(5_000)],
    ["keys", Array.from({ length: 10_000 }, (_, i) => `k${i}: 1`).join("\n")],
    ["the same key", "k: 1\n".repeat(5_000)],
    ["quotes", `"${"\\u0000".repeat(50_000)}`],
  ])("%s", { timeout: PATIENCE_MS }, async (_name, text) => {
    for (const command of ["run", "lint", "replay", "import", "merge", "upgrade"]) {
      const flags = command === "upgrade" ? ["--from", "1.30"] : [];
      const { code } = await answered([command, "in.yaml", ...flags], { files: { "in.yaml": text } });
      expect({ command, code }).toEqual({ command, code: 2 });
    }
  });
});
