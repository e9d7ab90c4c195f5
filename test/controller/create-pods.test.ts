import { expect, test } from "vitest";
import { simulate } from "../../src/simulation/simulation.ts";
import { scripted, scriptOf } from "../scripted.ts";

test("a batch in which several creations fail leaves no expectations, and the next sync retries", () => {
  const { server, log } = simulate({
    epochMs: Date.parse("2000-01-01T00:00:00Z"),
    seed: "1",
    untilMs: 10_000,
    apiLatencyMs: 100,
    // The first pod is created before the quota is used up, the two of the second batch are refused.
    faults: [{ fromMs: 150, toMs: 1_000, verb: "create", resource: "pods", error: "forbidden" }],
    actions: [
      {
        op: "createJob",
        atMs: 0,
        manifest: {
          metadata: { name: "sample" },
          spec: {
            parallelism: 4,
            completions: 4,
            template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "x" }] } },
          },
        },
      },
    ],
    pods: scripted(scriptOf({})),
  });
  const [job] = server.jobs.jobs;
  const firstWrite = log.entries.find((entry) => entry.kind === "commit" && entry.verb === "updateStatus");
  expect(firstWrite?.kind === "commit" && firstWrite.resource === "jobs" ? firstWrite.object.status.active : 0).toBe(1);
  expect([job?.status.active, server.pods.pods.size]).toEqual([4, 4]);
});
