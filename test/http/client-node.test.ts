/** `@kubernetes/client-node`, unchanged, against a running simulation. */

import * as k8s from "@kubernetes/client-node";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { kubeconfigText } from "../../src/http/kubeconfig.ts";
import { manifest, startTestSession, type TestSession } from "./session.ts";

const NAMESPACE = "default";

let session: TestSession;
let config: k8s.KubeConfig;
let batch: k8s.BatchV1Api;
beforeEach(async () => {
  session = await startTestSession();
  config = new k8s.KubeConfig();
  config.loadFromString(kubeconfigText(session.url));
  batch = config.makeApiClient(k8s.BatchV1Api);
});
afterEach(() => session.close());

describe("@kubernetes/client-node", () => {
  test("creates, reads, lists and deletes Jobs with typed calls", async () => {
    const created = await batch.createNamespacedJob({ namespace: NAMESPACE, body: manifest("a", { completions: 2 }) });
    expect(created.spec?.completions).toBe(2);
    expect(created.metadata?.creationTimestamp).toBeInstanceOf(Date);
    await session.advance("1m");
    const job = await batch.readNamespacedJob({ namespace: NAMESPACE, name: "a" });
    expect(job.status?.succeeded).toBe(2);
    expect(job.status?.completionTime).toBeInstanceOf(Date);
    const list = await batch.listJobForAllNamespaces({ labelSelector: "job-name=a" });
    expect(list.items.map(({ metadata }) => metadata?.name)).toEqual(["a"]);
    await batch.deleteNamespacedJob({ namespace: NAMESPACE, name: "a", propagationPolicy: "Background" });
    await expect(batch.readNamespacedJob({ namespace: NAMESPACE, name: "a" })).rejects.toMatchObject({ code: 404 });
  });

  test("replaces a Job and its status, and gets a conflict", async () => {
    const job = await batch.createNamespacedJob({
      namespace: NAMESPACE,
      body: manifest("a", { managedBy: "x.io/me" }),
    });
    const replaced = await batch.replaceNamespacedJob({
      namespace: NAMESPACE,
      name: "a",
      body: { ...job, metadata: { ...job.metadata, labels: { team: "x" } } },
    });
    expect(replaced.metadata?.labels).toEqual({ team: "x" });
    await expect(batch.replaceNamespacedJob({ namespace: NAMESPACE, name: "a", body: job })).rejects.toMatchObject({
      code: 409,
    });
    const body = { ...replaced, status: { active: 1, startTime: new Date("2000-01-01T00:00:00Z") } };
    const written = await batch.replaceNamespacedJobStatus({ namespace: NAMESPACE, name: "a", body });
    expect(written.status?.active).toBe(1);
  });

  test("reads pods, their logs and Events", async () => {
    const core = config.makeApiClient(k8s.CoreV1Api);
    await batch.createNamespacedJob({ namespace: NAMESPACE, body: manifest("a") });
    await session.advance("1m");
    const { items } = await core.listNamespacedPod({ namespace: NAMESPACE, fieldSelector: "status.phase=Succeeded" });
    const name = items[0]?.metadata?.name ?? "";
    expect(await core.readNamespacedPodLog({ namespace: NAMESPACE, name })).toContain("exited with code 0");
    const events = await core.listNamespacedEvent({ namespace: NAMESPACE });
    expect(new Set(events.items.map(({ reason }) => reason))).toEqual(
      new Set(["Scheduled", "Pulled", "Created", "Started", "SuccessfulCreate", "Completed"]),
    );
  });

  test("watches Jobs until one is complete", async () => {
    const seen: string[] = [];
    const done = new Promise<void>((resolve, reject) => {
      const watch = new k8s.Watch(config);
      const onEvent = (type: string, job: k8s.V1Job) => {
        const isComplete = job.status?.conditions?.some(({ type: name }) => name === "Complete") === true;
        seen.push(`${type} ${isComplete}`);
        if (isComplete) resolve();
      };
      watch.watch("/apis/batch/v1/jobs", {}, onEvent, reject).catch(reject);
    });
    await batch.createNamespacedJob({ namespace: NAMESPACE, body: manifest("a") });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await session.advance("1m");
    await done;
    expect(seen[0]).toBe("ADDED false");
    expect(seen.at(-1)).toBe("MODIFIED true");
  });

  test("keeps an informer's cache up to date", async () => {
    const list = () => batch.listNamespacedJob({ namespace: NAMESPACE });
    const informer = k8s.makeInformer(config, `/apis/batch/v1/namespaces/${NAMESPACE}/jobs`, list);
    const deleted = new Promise<string>((resolve) => {
      informer.on("delete", (job) => resolve(job.metadata?.name ?? ""));
    });
    await batch.createNamespacedJob({ namespace: NAMESPACE, body: manifest("a") });
    await informer.start();
    expect(informer.get("a", NAMESPACE)?.metadata?.name).toBe("a");
    await batch.deleteNamespacedJob({ namespace: NAMESPACE, name: "a", propagationPolicy: "Background" });
    expect(await deleted).toBe("a");
    await informer.stop();
  });
});
