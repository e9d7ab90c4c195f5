/** Pods that clients create, bind, change and read the logs of. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Answer, at, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";

const PODS = "/api/v1/namespaces/default/pods";
const MERGE = { "Content-Type": "application/merge-patch+json" };
const STRATEGIC = { "Content-Type": "application/strategic-merge-patch+json" };

let session: TestSession;
beforeEach(async () => {
  session = await startTestSession();
});
afterEach(() => session.close());

function pod(name: string, spec: object = {}) {
  const containers = [{ name: "main", image: "example.com/worker:1" }];
  return { apiVersion: "v1", kind: "Pod", metadata: { name }, spec: { restartPolicy: "Never", containers, ...spec } };
}

async function read(name: string): Promise<unknown> {
  return (await session.send("GET", `${PODS}/${name}`)).body;
}

function patch(name: string, body: object, headers = STRATEGIC): Promise<Answer> {
  return session.send("PATCH", `${PODS}/${name}`, body, headers);
}

describe("a pod that a client creates", () => {
  test("runs like any other, and ends", async () => {
    expect((await session.send("POST", PODS, pod("a"))).code).toBe(201);
    expect(at(await read("a"), "status.phase")).toBe("Pending");
    await session.advance("2s");
    expect(at(await read("a"), "status.phase")).toBe("Running");
    await session.advance("1m");
    expect(at(await read("a"), "status.phase")).toBe("Succeeded");
  });

  test("is refused if its spec breaks a rule, with the server's message", async () => {
    const { code, body } = await session.send("POST", PODS, pod("a", { containers: [] }));
    expect(code).toBe(422);
    expect(at(body, "message")).toBe('Pod "a" is invalid: spec.containers: Required value');
  });

  test("waits for a scheduler of the client, and runs once it is bound", async () => {
    await session.send("POST", PODS, pod("a", { schedulerName: "mine" }));
    await session.advance("1m");
    expect(at(await read("a"), "spec.nodeName")).toBeUndefined();
    const binding = { apiVersion: "v1", kind: "Binding", metadata: { name: "a" }, target: { kind: "Node", name: "n" } };
    expect((await session.send("POST", `${PODS}/a/binding`, binding)).code).toBe(201);
    const again = await session.send("POST", `${PODS}/a/binding`, binding);
    expect([again.code, at(again.body, "message")]).toEqual([
      409,
      'Operation cannot be fulfilled on pods/binding "a": pod a is already assigned to node "n"',
    ]);
    await session.advance("1m");
    expect(await read("a")).toMatchObject({ spec: { nodeName: "n" }, status: { phase: "Succeeded" } });
  });
});

const OTHERS = "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,";

describe("a change of a pod", () => {
  beforeEach(async () => {
    await session.send("POST", PODS, pod("a", { activeDeadlineSeconds: 600, tolerations: [{ key: "x" }] }));
  });

  test.each([
    ["the service account", { serviceAccountName: "other" }, OTHERS],
    ["the command of a container", { containers: [{ name: "main", command: ["x"] }] }, OTHERS],
    ["a container more", { containers: [{ name: "more", image: "x" }] }, "may not add or remove containers"],
    ["an image that is blank", { containers: [{ name: "main", image: " x" }] }, "leading or trailing whitespace"],
    ["a later deadline", { activeDeadlineSeconds: 601 }, "must be less than or equal to previous value"],
    ["no deadline", { activeDeadlineSeconds: null }, "must not update from a positive integer to nil value"],
    ["another toleration", { tolerations: [{ key: "y" }] }, "existing toleration can not be modified"],
    ["a scheduling gate", { schedulingGates: [{ name: "g" }] }, "only deletion is allowed, but found new"],
  ])("is refused with 422 for %s", async (_what, spec, words) => {
    const before = await read("a");
    const { code, body } = await patch("a", { spec });
    expect([code, at(body, "reason")]).toEqual([422, "Invalid"]);
    expect(at(body, "message")).toContain(words);
    expect(await read("a")).toEqual(before);
  });

  test("names the field that may not change", async () => {
    const { body } = await patch("a", { spec: { containers: [{ name: "main", command: ["x"] }] } });
    expect(at(body, "message")).toContain("this one changes `spec.containers[0].command`");
  });

  test.each([
    ["an image", { containers: [{ name: "main", image: "example.com/worker:2" }] }],
    ["an earlier deadline", { activeDeadlineSeconds: 60 }],
  ])("is accepted for %s", async (_what, spec) => {
    expect((await patch("a", { spec })).code).toBe(200);
    expect(at(await read("a"), "spec")).toMatchObject(spec);
  });

  test("is accepted for another toleration, in addition to those that admission adds", async () => {
    expect((await patch("a", { spec: { tolerations: [{ key: "x" }, { key: "y" }] } })).code).toBe(200);
    const keys = Object.values(Object(at(await read("a"), "spec.tolerations"))).map((each) => at(each, "key"));
    expect(keys.slice(0, 2)).toEqual(["x", "y"]);
    expect(keys.length).toBe(4);
  });

  test("that a kubelet has started is accepted with a warning that it has no effect", async () => {
    await session.advance("2s");
    const { code, headers } = await patch("a", { spec: { activeDeadlineSeconds: 60 } });
    expect([code, headers.get("warning")]).toEqual([200, expect.stringContaining("does not act on this change")]);
  });

  test("of a pod of a Job is refused as well, and a PUT of the unchanged object changes nothing", async () => {
    await session.send("POST", JOBS, manifest("j"));
    await session.advance("2s");
    const { body: list } = await session.send("GET", `${PODS}?labelSelector=job-name=j`);
    const name = String(at(list, "items.0.metadata.name"));
    expect((await patch(name, { spec: { hostNetwork: true } }, MERGE)).code).toBe(422);
    const shown = await read(name);
    const { code, body } = await session.send("PUT", `${PODS}/${name}`, shown);
    expect([code, body]).toEqual([200, shown]);
  });

  test("adds an ephemeral container through its own path, and removes none", async () => {
    const path = `${PODS}/a/ephemeralcontainers`;
    const added = { spec: { ephemeralContainers: [{ name: "debug", image: "busybox" }] } };
    expect((await session.send("PATCH", path, added, STRATEGIC)).code).toBe(200);
    expect(at(await read("a"), "spec.ephemeralContainers.0.name")).toBe("debug");
    const gone = await session.send("PATCH", path, { spec: { ephemeralContainers: [] } }, MERGE);
    expect(at(gone.body, "message")).toContain('existing ephemeral containers "debug" may not be removed');
  });
});

describe("logs of a pod", () => {
  const text = async (query: string) => (await session.send("GET", `${PODS}/a/log${query}`)).body;

  test("have what began and ended since an instant", async () => {
    await session.send("POST", PODS, pod("a"));
    await session.advance("1m");
    expect(await text("")).toBe("jobsim: container main started\njobsim: container main exited with code 0\n");
    expect(await text("?sinceSeconds=51")).toBe("jobsim: container main exited with code 0\n");
    expect(await text("?sinceTime=2000-01-01T00:01:00Z")).toBe("");
    expect(at(await text("?sinceSeconds=0"), "message")).toContain("must be greater than 0");
  });

  test("of a pod with two containers need the name of one", async () => {
    const containers = ["x", "y"].map((name) => ({ name, image: "example.com/worker:1" }));
    await session.send("POST", PODS, pod("a", { containers }));
    await session.advance("2s");
    expect(at(await text(""), "message")).toBe("a container name must be specified for pod a, choose one of: [x y]");
    expect(await text("?container=y")).toBe("jobsim: container y started\n");
    expect(at(await text("?container=y&previous=true"), "message")).toContain("previous terminated container");
  });

  test("are followed until the container ends", async () => {
    await session.send("POST", PODS, pod("a"));
    await session.advance("2s");
    const following = text("?follow=true");
    await new Promise((resolve) => setTimeout(resolve, 100));
    await session.advance("1m");
    expect(await following).toBe("jobsim: container main started\njobsim: container main exited with code 0\n");
  });
});

test("reviews answer who a client is and what it may do: every client may do everything", async () => {
  const review = await session.send("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", { spec: {} });
  expect([review.code, at(review.body, "status.allowed")]).toEqual([201, true]);
  const self = await session.send("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", {});
  expect(at(self.body, "status.userInfo.username")).toBe("kubernetes-admin");
});

test.each(["exec", "attach", "portforward"])("%s is refused with an explanation", async (subresource) => {
  await session.send("POST", PODS, pod("a"));
  const { code, body } = await session.send("POST", `${PODS}/a/${subresource}`, undefined);
  expect([code, at(body, "message")]).toEqual([501, expect.stringContaining("no process runs in pod a")]);
});
