import { describe, expect, test } from "vitest";
import { answerOf } from "../../../src/analysis/explain/answer.ts";
import type { JsonObject } from "../../../src/api/json.ts";
import { troublesText } from "../../../src/report/explain/troubles-text.ts";
import { PLAIN } from "../../../src/report/style.ts";
import { loadScenario } from "../../../src/scenario/load.ts";
import { simulate } from "../../../src/simulation/simulation.ts";

interface Setting {
  readonly container?: JsonObject;
  readonly pods?: JsonObject;
  readonly cluster?: JsonObject;
  readonly events?: readonly JsonObject[];
  readonly restartPolicy?: string;
}

/** Reasons and messages that explain shows, with the pods that they are about. */
function told({ container = {}, pods = {}, cluster, events = [], restartPolicy = "Never" }: Setting): string[] {
  const spec = { restartPolicy, containers: [{ name: "main", image: "app:1", ...container }] };
  const manifest = { apiVersion: "batch/v1", kind: "Job", metadata: { name: "a" }, spec: { template: { spec } } };
  const file = {
    apiVersion: "jobsim.dev/v1",
    kind: "Scenario",
    until: "10m",
    jobs: [{ manifest }],
    pods: { default: pods },
    events,
    ...(cluster === undefined ? {} : { cluster }),
  };
  const { plan } = loadScenario({ text: JSON.stringify(file), file: "scenario.json", readFile: () => "" });
  const { troubles } = answerOf(simulate(plan, { podEvents: true }), [], {}, false);
  return troublesText(troubles, PLAIN).slice(2);
}

const NODE = { name: "node", count: 1 };

describe("explain shows what Kubernetes Events say about pods", () => {
  test.each<readonly [string, Setting, RegExp]>([
    [
      "a crash loop",
      { restartPolicy: "OnFailure", pods: { run: "5s", exit: 1 } },
      /#0 main +BackOff +Back-off restarting failed container main \(\d+ times/,
    ],
    [
      "an image that is missing",
      { pods: { containers: { main: { image: { missing: true } } } } },
      /#0 main +Failed +Failed to pull image "app:1"/,
    ],
    [
      "a probe that fails",
      {
        container: { livenessProbe: { exec: { command: ["x"] } } },
        pods: { run: "5m", containers: { main: { liveness: "1m" } } },
      },
      /Unhealthy +Liveness probe failed/,
    ],
    [
      "a container that a probe kills",
      {
        container: { livenessProbe: { exec: { command: ["x"] } } },
        pods: { run: "5m", containers: { main: { liveness: "1m" } } },
      },
      /#0 main +Killing +Stopping container main \(liveness probe\)/,
    ],
    [
      "a pod that is evicted",
      {
        pods: { run: "5m" },
        events: [{ at: "1m", action: "evictByKubelet", pod: { ordinal: 0 }, cause: "memoryPressure" }],
      },
      /Evicted +The node was low on resource: memory/,
    ],
    ["a pod that is rejected", { pods: { rejected: "NodeAffinity" } }, /NodeAffinity +Predicate NodeAffinity failed/],
    [
      "a pod that fits nowhere",
      { container: { resources: { requests: { cpu: "3" } } }, cluster: { nodes: [{ ...NODE, cpu: "2" }] } },
      /FailedScheduling +0\/1 nodes are available: 1 Insufficient cpu/,
    ],
  ])("%s", (_name, setting, line) => {
    expect(told(setting).join("\n")).toMatch(line);
  });

  test("and nothing about a container that is stopped with its pod", () => {
    const events = [{ at: "1m", action: "deletePod", pod: { ordinal: 0 } }];
    expect(told({ pods: { run: "5m" }, events }).filter((line) => line.includes("Killing"))).toEqual([]);
  });

  test("and nothing about a pod that starts, runs and ends", () => {
    expect(told({})).toEqual([]);
  });
});
