/** Clients set the behaviour of pods of future Jobs. */

import { describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { at, JOBS, manifest, startTestSession } from "./session.ts";

const BEHAVIOURS = "/jobsim/v1/behaviours";

describe("behaviours from a client", () => {
  test("apply to Jobs that match the pattern, and are saved with the session", async () => {
    const session = await startTestSession();
    await session.send("POST", BEHAVIOURS, { rules: [{ match: { jobName: "bad-*" }, exit: 3 }] });
    await session.send("POST", JOBS, manifest("bad-one", { backoffLimit: 0 }));
    await session.send("POST", JOBS, manifest("good"));
    await session.advance("1m");
    expect(at((await session.send("GET", `${JOBS}/bad-one`)).body, "status.failed")).toBe(1);
    expect(at((await session.send("GET", `${JOBS}/good`)).body, "status.succeeded")).toBe(1);
    const saved = loadScenario({ text: session.scenario(), file: "saved.yaml", readFile: () => "" });
    const { server } = simulate(saved.plan);
    expect(server.jobs.jobs.get("default", "bad-one")?.status.failed).toBe(1);
    await session.close();
  });

  test("apply to pods by their labels and annotations", async () => {
    const session = await startTestSession();
    const rules = [
      { match: { labels: { team: "ml-*" } }, exit: 3 },
      { match: { annotations: { run: "long" } }, run: "1h" },
    ];
    await session.send("POST", BEHAVIOURS, { rules });
    const spec = { restartPolicy: "Never", containers: [{ name: "main", image: "x" }] };
    const job = (name: string, metadata: object) => manifest(name, { backoffLimit: 0, template: { metadata, spec } });
    await session.send("POST", JOBS, job("a", { labels: { team: "ml-1" } }));
    await session.send("POST", JOBS, job("b", { annotations: { run: "long" } }));
    await session.send("POST", JOBS, job("c", { labels: { team: "web" } }));
    await session.advance("1m");
    const statusOf = async (name: string) => at((await session.send("GET", `${JOBS}/${name}`)).body, "status");
    expect([await statusOf("a"), await statusOf("b"), await statusOf("c")]).toMatchObject([
      { failed: 1 },
      { active: 1 },
      { succeeded: 1 },
    ]);
    const { plan } = loadScenario({ text: session.scenario(), file: "saved.yaml", readFile: () => "" });
    expect(simulate(plan).server.jobs.jobs.get("default", "a")?.status.failed).toBe(1);
    await session.close();
  });

  test("set later take precedence over earlier ones", async () => {
    const session = await startTestSession();
    await session.send("POST", BEHAVIOURS, { rules: [{ match: { jobName: "*" }, exit: 1 }] });
    await session.send("POST", BEHAVIOURS, { rules: [{ match: { jobName: "a" }, exit: 0 }] });
    await session.send("POST", JOBS, manifest("a"));
    await session.advance("1m");
    expect(at((await session.send("GET", `${JOBS}/a`)).body, "status.succeeded")).toBe(1);
    await session.close();
  });

  test("that are invalid are refused with the field", async () => {
    const session = await startTestSession();
    const refused = await session.send("POST", BEHAVIOURS, { rules: [{ match: { jobName: "a" }, exit: 300 }] });
    expect(refused.code).toBe(400);
    expect(at(refused.body, "message")).toContain("pods.rules[0].exit: ");
    const nobody = await session.send("POST", BEHAVIOURS, { rules: [{ match: {}, exit: 1 }] });
    expect(at(nobody.body, "message")).toContain("needs job, jobName");
    await session.close();
  });
});
