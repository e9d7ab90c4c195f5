/** `jobsim serve` and `jobsim clock` as processes and as commands. */

import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { executeClock } from "../../src/cli/serve/clock.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { startProcess } from "./serve-process.ts";
import { at, items, JOBS, manifest } from "./session.ts";

interface Captured {
  readonly code: number;
  readonly text: string;
}

async function clock(server: string, action: string, parameters: readonly string[] = []): Promise<Captured> {
  let text = "";
  const output = {
    write: (part: string) => {
      text += part;
    },
    isTerminal: false,
  };
  const code = await executeClock(
    action,
    parameters,
    { server },
    { stdout: output, stderr: output, readFile: (path) => readFileSync(path, "utf8") },
  );
  return { code, text };
}

test("a server writes its kubeconfig, obeys the clock command, and ends cleanly on SIGTERM with a saved scenario", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "jobsim-serve-"));
  const [kubeconfig, saved] = [path.join(folder, "kube.yaml"), path.join(folder, "session.yaml")];
  const server = await startProcess(["--paused", "--kubeconfig", kubeconfig, "--save", saved, "--run", "30s"]);
  expect(readFileSync(kubeconfig, "utf8")).toContain(`server: ${server.url}`);
  const body = JSON.stringify(manifest("a"));
  const headers = { "Content-Type": "application/json" };
  expect((await fetch(server.url + JOBS, { method: "POST", headers, body })).status).toBe(201);
  expect((await clock(server.url, "show")).text).toContain('"paused":true');
  expect((await clock(server.url, "advance", ["next"])).text).toContain('"elapsedMs":1002');
  expect((await clock(server.url, "advance", ["1m"])).code).toBe(0);
  expect((await clock(server.url, "resume")).text).toContain('"paused":false');
  const job = await (await fetch(`${server.url}${JOBS}/a`)).text();
  expect(job).toContain('"succeeded":1');
  expect(await server.stop()).toBe(0);
  const { plan } = loadScenario({ text: readFileSync(saved, "utf8"), file: saved, readFile: () => "" });
  expect(plan.actions.map(({ op }) => op)).toEqual(["createJob"]);
});

test("the nodes of a server say what Linux nodes say, and pods that ask for that are placed", async () => {
  const server = await startProcess(["--paused", "--kubernetes", "1.35"]);
  const [node] = items(await (await fetch(`${server.url}/api/v1/nodes`)).json());
  const labels = { "kubernetes.io/hostname": "node-0", "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64" };
  expect(at(node, "metadata.labels")).toEqual(labels);
  expect(at(node, "status.nodeInfo")).toMatchObject({
    kubeletVersion: expect.stringMatching(/^v1\.35\./),
    operatingSystem: "linux",
    containerRuntimeVersion: "jobsim://simulated",
  });
  const containers = [{ name: "main", image: "example.com/worker:1" }];
  const spec = { containers, nodeSelector: { "kubernetes.io/os": "linux" } };
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ metadata: { name: "a" }, spec });
  const pods = `${server.url}/api/v1/namespaces/default/pods`;
  expect((await fetch(pods, { method: "POST", headers, body })).status).toBe(201);
  await clock(server.url, "advance", ["5s"]);
  expect(at(await (await fetch(`${pods}/a`)).json(), "spec.nodeName")).toBe("node-0");
  expect(await server.stop()).toBe(0);
});

test("without a kubelet pods are left to clients, and the saved scenario has that, with the time", async () => {
  const saved = path.join(mkdtempSync(path.join(tmpdir(), "jobsim-serve-")), "session.yaml");
  const start = ["--start-time", "2026-10-24T00:00Z"];
  const server = await startProcess(["--paused", "--no-kubelet", "--save", saved, ...start]);
  const headers = { "Content-Type": "application/json" };
  await fetch(server.url + JOBS, { method: "POST", headers, body: JSON.stringify(manifest("a")) });
  await clock(server.url, "advance", ["10m"]);
  const [pod] = items(await (await fetch(`${server.url}/api/v1/namespaces/default/pods`)).json());
  expect([at(pod, "status.phase"), at(pod, "spec.nodeName")]).toEqual(["Pending", undefined]);
  const status = `/api/v1/namespaces/default/pods/${String(at(pod, "metadata.name"))}/status`;
  const merge = { "Content-Type": "application/merge-patch+json" };
  await fetch(server.url + status, { method: "PATCH", headers: merge, body: '{"status":{"phase":"Succeeded"}}' });
  await clock(server.url, "advance", ["10s"]);
  const job: unknown = await (await fetch(`${server.url}${JOBS}/a`)).json();
  expect(at(job, "status.completionTime")).toBe("2026-10-24T00:10:01Z");
  expect(await server.stop()).toBe(0);
  const { plan } = loadScenario({ text: readFileSync(saved, "utf8"), file: saved, readFile: () => "" });
  expect(plan).toMatchObject({ epochMs: Date.UTC(2026, 9, 24), kubelet: { decides: "nobody" } });
  expect(simulate(plan).server.jobs.jobs.get("default", "a")?.status.succeeded).toBe(1);
});

test("without controllers a client writes the status of a Job, and the saved scenario has that", async () => {
  const saved = path.join(mkdtempSync(path.join(tmpdir(), "jobsim-serve-")), "session.yaml");
  const server = await startProcess(["--paused", "--no-controllers", "--save", saved]);
  const headers = { "Content-Type": "application/json" };
  await fetch(server.url + JOBS, { method: "POST", headers, body: JSON.stringify(manifest("a")) });
  await clock(server.url, "advance", ["10m"]);
  expect(items(await (await fetch(`${server.url}/api/v1/namespaces/default/pods`)).json())).toEqual([]);
  const merge = { "Content-Type": "application/merge-patch+json" };
  const active = { method: "PATCH", headers: merge, body: '{"status":{"active":2}}' };
  expect(at(await (await fetch(`${server.url}${JOBS}/a/status`, active)).json(), "status.active")).toBe(2);
  expect(await server.stop()).toBe(0);
  const { plan } = loadScenario({ text: readFileSync(saved, "utf8"), file: saved, readFile: () => "" });
  expect(plan.controllerManager).toEqual({ controllers: "none" });
  expect(simulate(plan).server.jobs.jobs.get("default", "a")?.status.active).toBe(2);
});

test("a server simulates the requested release, and saves that", async () => {
  const saved = path.join(mkdtempSync(path.join(tmpdir(), "jobsim-serve-")), "session.yaml");
  const server = await startProcess(["--paused", "--kubernetes", "1.28", "--save", saved]);
  expect(await (await fetch(`${server.url}/version`)).json()).toMatchObject({ minor: "28", gitVersion: "v1.28.15" });
  const body = JSON.stringify({ ...manifest("a"), spec: { ...manifest("a").spec, managedBy: "example.com/other" } });
  const headers = { "Content-Type": "application/json" };
  const created = await fetch(server.url + JOBS, { method: "POST", headers, body });
  expect(created.headers.get("warning")).toContain('unknown field \\"spec.managedBy\\"');
  expect(await server.stop()).toBe(0);
  expect(readFileSync(saved, "utf8")).toContain('kubernetes: "1.28"');
});

test("the clock command reports what it cannot do", async () => {
  expect((await clock("http://127.0.0.1:1", "show")).text).toMatch(
    /no server answers at .*; start one with jobsim serve/,
  );
  expect((await clock("http://127.0.0.1:1", "stop")).text).toContain("there is no action");
  expect((await clock("http://127.0.0.1:1", "advance")).text).toContain("say how far");
  expect((await clock("http://127.0.0.1:1", "outcome", ["pod"])).code).toBe(2);
});
