import { expect, test } from "vitest";
import type { JsonObject } from "../../src/api/json.ts";
import type { Pod } from "../../src/api/types.ts";
import { fixed } from "../../src/engine/distribution.ts";
import { always } from "../../src/kubelet/behaviour/exit-choice.ts";
import type { PodTraits } from "../../src/kubelet/behaviour/rules.ts";
import { simulate } from "../../src/simulation/simulation.ts";

interface Played {
  readonly pods: readonly Pod[];
  readonly conditions: readonly string[];
}

/** Plays a Job of one pod to the end, or for an hour. */
function play(spec: JsonObject, traits: PodTraits, backoffLimit = 6): Played {
  const simulation = simulate({
    epochMs: Date.UTC(2000, 0, 1),
    seed: "1",
    untilMs: 3_600_000,
    actions: [
      {
        atMs: 0,
        op: "createJob",
        manifest: {
          apiVersion: "batch/v1",
          kind: "Job",
          metadata: { name: "job", namespace: "default" },
          spec: { backoffLimit, template: { spec } },
        },
      },
    ],
    pods: { default: traits, rules: [] },
  });
  const pods = new Map<string, Pod>();
  let conditions: readonly string[] = [];
  for (const entry of simulation.log.entries) {
    if (entry.kind !== "commit") continue;
    if (entry.resource === "pods") pods.set(entry.object.metadata.uid, entry.object);
    if (entry.resource === "jobs") {
      conditions = (entry.object.status.conditions ?? []).map(({ type, reason }) => `${type} ${reason ?? ""}`.trim());
    }
  }
  return { pods: [...pods.values()], conditions };
}

const main = { name: "main", image: "example.com/main:1" };
const FAILING: PodTraits = { run: fixed(1000), exit: always(1) };

test("with OnFailure one pod restarts in place until the limit is reached", () => {
  const { pods, conditions } = play({ restartPolicy: "OnFailure", containers: [main] }, FAILING);
  expect(pods.map(({ status }) => status.containerStatuses?.[0]?.restartCount)).toEqual([6]);
  expect(conditions).toContain("Failed BackoffLimitExceeded");
});

test("with Never each failure is a separate pod", () => {
  const { pods, conditions } = play({ restartPolicy: "Never", containers: [main] }, FAILING);
  expect(pods.map(({ status }) => status.phase)).toEqual(Array(7).fill("Failed"));
  expect(conditions).toContain("Failed BackoffLimitExceeded");
});

test("a rule that restarts a container keeps its pod from failing", () => {
  const restartPolicyRules = [{ action: "Restart", exitCodes: { operator: "In", values: [42] } }];
  const ruled = { ...main, restartPolicy: "Never", restartPolicyRules };
  const { pods } = play({ restartPolicy: "Never", containers: [ruled] }, { run: fixed(10_000), exit: always(42) });
  expect(pods.map(({ status }) => status.phase)).toEqual(["Running"]);
});

test("a second container that never ends keeps its Job from ending", () => {
  const proxy = { name: "proxy", image: "example.com/proxy:1" };
  const spec = { restartPolicy: "Never", containers: [main, proxy] };
  const { pods, conditions } = play(spec, { containers: { proxy: { run: "forever" } } });
  expect(pods.map(({ status }) => status.phase)).toEqual(["Running"]);
  expect(conditions).toEqual([]);
  expect(play(spec, {}).conditions).toContain("Complete CompletionsReached");
});

test("a sidecar is stopped after the main container and does not affect the result", () => {
  const proxy = { name: "proxy", image: "example.com/proxy:1", restartPolicy: "Always" };
  const { pods, conditions } = play({ restartPolicy: "Never", initContainers: [proxy], containers: [main] }, {});
  expect(pods.map(({ status }) => status.initContainerStatuses?.[0]?.state?.terminated?.exitCode)).toEqual([143]);
  expect(conditions).toContain("Complete CompletionsReached");
});

test("a pod past its own deadline fails, and counts", () => {
  const spec = { restartPolicy: "Never", activeDeadlineSeconds: 60, containers: [main] };
  const { pods, conditions } = play(spec, { run: fixed(300_000) }, 2);
  expect(pods.map(({ status }) => `${status.phase} ${status.reason}`)).toEqual(
    Array(3).fill("Failed DeadlineExceeded"),
  );
  expect(conditions).toContain("Failed BackoffLimitExceeded");
});
