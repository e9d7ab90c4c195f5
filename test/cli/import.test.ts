import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { jobsim } from "./helpers.ts";

/** The output of kubectl at the end of a run, with a secret in the environment. */
function recorded(file: string): string {
  const text = `apiVersion: jobsim.dev/v1
kind: Scenario
include: ${file}
`;
  const { log } = simulate(loadScenario({ text, file: "x.yaml", readFile: (path) => readFileSync(path, "utf8") }).plan);
  const last = new Map<string, unknown>();
  for (const entry of log.entries) {
    if (entry.kind !== "commit") continue;
    if (entry.type === "DELETED") last.delete(entry.object.metadata.uid);
    else last.set(entry.object.metadata.uid, entry.object);
  }
  const items = JSON.stringify([...last.values()], null, 2);
  const secret = items.replaceAll(
    '"name": "main",\n',
    '"name": "main", "env": [{ "name": "KEY", "value": "hunter2" }],\n',
  );
  return `{ "apiVersion": "v1", "kind": "List", "items": ${secret} }`;
}

const files = { "cluster.json": recorded("sim-scenarios/poison-index.yaml") };

describe("jobsim import", () => {
  test("writes a scenario that replays the recording, and reports how close it is", async () => {
    const { code, out, err } = await jobsim(["import", "cluster.json"], { files });
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^# Imported by jobsim: Jobs 1, pods \d+, Events 0\.\n/);
    expect(out).toMatch(/# Played as it is, the replay has (\d+) of \1 transitions, to the second\./);
    const { plan } = loadScenario({ text: out, file: "imported.yaml", readFile: () => "" });
    expect(simulate(plan).log.entries.length).toBeGreaterThan(20);
  });

  test("never writes values of the environment", async () => {
    const { out } = await jobsim(["import", "cluster.json"], { files });
    expect(out).toContain("name: KEY");
    expect(out).not.toContain("hunter2");
  });

  test("removes names and images on request", async () => {
    const { out } = await jobsim(["import", "cluster.json", "--scrub"], { files });
    expect(out).toContain("name: job-1");
    for (const word of ["poison:", "name: poison", "registry", "KEY"]) expect(out).not.toContain(word);
  });

  test("shows the replay next to the recording, transition by transition", async () => {
    const { out } = await jobsim(["import", "cluster.json", "-o", "distance"], { files });
    expect(out).toMatch(/^ *RECORDED +REPLAYED +WHAT\n/);
    expect(out).toContain("pod 3/1 ended with 1");
    expect(out).toContain("condition Failed=True");
  });

  test("can draw from the observed distribution instead of repeating it", async () => {
    const { out } = await jobsim(["import", "cluster.json", "--drawn"], { files });
    expect(out).not.toContain("attempt:");
    expect(out).toContain("exit:");
  });

  test("reads concatenated watch events and objects", async () => {
    const { items } = JSON.parse(files["cluster.json"]);
    const stdin = items.map((object: unknown) => `${JSON.stringify({ type: "ADDED", object })}\n`).join("");
    const { code, out } = await jobsim(["import", "-"], { stdin });
    expect([code, out.split("\n")[0]]).toEqual([
      0,
      (await jobsim(["import", "cluster.json"], { files })).out.split("\n")[0],
    ]);
  });

  test("reports that the Jobs of CronJobs are played, and how to play their schedules", async () => {
    const cronJob = {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name: "night", namespace: "ops", uid: "1" },
    };
    const stdin = `${JSON.stringify(cronJob)}\n${files["cluster.json"]}`;
    const { code, out, err } = await jobsim(["import", "-"], { stdin });
    expect([code, err]).toEqual([
      0,
      "note: CronJob ops/night: the Jobs that it made are played as they were; jobsim run plays its schedule\n",
    ]);
    expect(out).toMatch(/^# Imported by jobsim: Jobs 1,/);
    const alone = await jobsim(["import", "-"], { stdin: JSON.stringify(cronJob) });
    expect(alone.code).toBe(2);
    expect(alone.err).toContain("there is no Job in it; jobsim run plays the schedule of CronJob ops/night");
  });

  test("reports problems of its input", async () => {
    expect((await jobsim(["import", "-"], { stdin: '{"kind": "Pod"}' })).err).toContain("there is no Job in it");
    const { code, err } = await jobsim(["import", "-"], { stdin: '{}\n{"kind" "Job"}' });
    expect(code).toBe(2);
    expect(err).toContain("<stdin>:2:1: not JSON");
  });
});
