/** HorizontalPodAutoscalers: stored for clients, and without effect. */

import { afterEach, beforeEach, expect, test } from "vitest";
import { at, startTestSession, type TestSession } from "./session.ts";

const AUTOSCALERS = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers";
const TARGET = { apiVersion: "apps/v1", kind: "Deployment", name: "w" };

let session: TestSession;
beforeEach(async () => {
  session = await startTestSession();
});
afterEach(() => session.close());

function create(spec: object) {
  return session.send("POST", AUTOSCALERS, { metadata: { name: "a" }, spec: { scaleTargetRef: TARGET, ...spec } });
}

async function targets(): Promise<unknown> {
  const headers = { Accept: "application/json;as=Table;v=v1;g=meta.k8s.io" };
  return at((await session.send("GET", `${AUTOSCALERS}/a`, undefined, headers)).body, "rows.0.cells");
}

test("an autoscaler has upstream's defaults, and a warning says that nothing is scaled", async () => {
  const { body, headers } = await create({ maxReplicas: 5 });
  expect(at(body, "spec")).toMatchObject({
    minReplicas: 1,
    metrics: [{ type: "Resource", resource: { name: "cpu", target: { averageUtilization: 80 } } }],
  });
  expect(at(body, "status")).toEqual({ desiredReplicas: 0 });
  expect(headers.get("warning")).toContain("nothing is scaled");
  expect(await targets()).toEqual(["a", "Deployment/w", "cpu: <unknown>/80%", "1", 5, 0, expect.any(String)]);
});

test("its table shows two of its metrics", async () => {
  const external = { metric: { name: "queue" }, target: { type: "AverageValue", averageValue: "3" } };
  const memory = { name: "memory", target: { type: "AverageValue", averageValue: "1Gi" } };
  await create({
    maxReplicas: 5,
    metrics: [
      { type: "Resource", resource: memory },
      { type: "External", external },
      { type: "External", external },
    ],
  });
  expect(await targets()).toContain("memory: <unknown>/1Gi, <unknown>/3 (avg) + 1 more...");
});

test.each([
  [{ maxReplicas: 0 }, "spec.maxReplicas: Invalid value: 0: must be greater than 0"],
  [{ minReplicas: 3, maxReplicas: 2 }, "must be greater than or equal to `minReplicas`"],
  [{ maxReplicas: 2, scaleTargetRef: { kind: "Deployment" } }, "spec.scaleTargetRef.name: Required value"],
])("one with %j is refused", async (spec, words) => {
  const { code, body } = await create(spec);
  expect([code, at(body, "message")]).toEqual([422, expect.stringContaining(words)]);
});
