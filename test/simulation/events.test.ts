/** Events and namespaces inside a run: kinds like others, for any controller. */

import { describe, expect, test } from "vitest";
import type { KubeEvent } from "../../src/api/event-types.ts";
import { EVENT, EVENTS_V1_EVENT } from "../../src/api/kinds/event.ts";
import { NAMESPACE } from "../../src/api/kinds/namespace.ts";
import { NODE } from "../../src/api/kinds/node.ts";
import { CONFIG_MAP } from "../../src/api/kinds/simple-kinds.ts";
import { calls } from "../../src/controller/calls.ts";
import { EventRecorder } from "../../src/controller/event-recorder.ts";
import { builtInControllers } from "../../src/simulation/controllers/built-in.ts";
import { informerOf, type StartControllers, together } from "../../src/simulation/controllers/controllers.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { EMPTY, once, play, stored } from "./play-process.ts";

const template = { spec: { restartPolicy: "Never", containers: [{ name: "c", image: "i" }] } };
const JOB_PLAN = {
  ...EMPTY,
  actions: [
    { op: "createJob" as const, atMs: 0, manifest: { metadata: { name: "j", namespace: "a" }, spec: { template } } },
  ],
};

const textOf = ({ involvedObject, reason, count }: KubeEvent) =>
  `${involvedObject.kind}/${involvedObject.name} ${reason} ${count}`;

describe("Events", () => {
  test.each(["full", "none"] as const)("that controllers record are watched, with a log that is kept %s", (record) => {
    const seen: string[] = [];
    const watcher: StartControllers = (host) => {
      informerOf(host, EVENT, {
        add: (event) => seen.push(`add ${textOf(event)}`),
        update: (event) => seen.push(`update ${textOf(event)}`),
      });
      return { stop: () => {} };
    };
    simulate(JOB_PLAN, { controllers: together(builtInControllers, watcher), record });
    expect(seen).toEqual(["add Job/j SuccessfulCreate 1", "add Job/j Completed 1"]);
  });

  test("can be listed after a run, without leaving a trace", () => {
    const run = simulate(JOB_PLAN);
    const before = digestOf(run.log.entries);
    expect([...run.server.objects.list(EVENT, "a")].map(textOf)).toEqual([
      "Job/j SuccessfulCreate 1",
      "Job/j Completed 1",
    ]);
    expect([...run.server.objects.list(EVENTS_V1_EVENT)].map(({ note }) => note)).toEqual([
      expect.stringMatching(/^Created pod: j-/),
      "Job completed",
    ]);
    expect(digestOf(run.log.entries)).toBe(before);
  });

  test("about a node are in the namespace default, and repeated ones are counted", () => {
    const seen: string[] = [];
    const recording: StartControllers = (host) => {
      const client = host.connect("tester");
      const recorder = new EventRecorder(host.server.storage, client, "tester");
      informerOf(host, EVENT, { update: (event) => seen.push(`${event.metadata.namespace} ${textOf(event)}`) });
      client.run(
        (function* () {
          const node = yield* stored(calls.create(NODE, { metadata: { name: "n" } }));
          for (const _ of [1, 2, 3]) recorder.event(node, "Warning", "Odd", "it is odd");
        })(),
        () => {},
      );
      return { stop: () => {} };
    };
    simulate(EMPTY, { controllers: recording });
    expect(seen).toEqual(["default Node/n Odd 2", "default Node/n Odd 3"]);
  });

  test("can be written by clients in either form, and are in the log", () => {
    const { found, run } = play(function* () {
      const created = yield* calls.create(EVENTS_V1_EVENT, {
        metadata: { name: "e", namespace: "default" },
        regarding: { kind: "ConfigMap", namespace: "default", name: "m" },
        eventTime: "2026-01-01T00:00:00.000000Z",
        reportingController: "tester",
        reportingInstance: "t-0",
        action: "Look",
        reason: "Seen",
        type: "Normal",
      });
      const patched = yield* calls.patch(EVENT, "default", "e", { type: "merge", body: { message: "again" } });
      const read = yield* calls.get(EVENTS_V1_EVENT, "default", "e");
      return { created, patched, read };
    });
    expect(found.created).toMatchObject({ ok: true });
    expect(found.read).toMatchObject({ ok: true, object: { note: "again", reason: "Seen" } });
    const commits = run.log.entries.filter((entry) => entry.kind === "commit").map(({ verb }) => verb);
    expect(commits).toEqual(["create", "patch"]);
  });
});

describe("namespaces", () => {
  test("that a plan uses exist from the start, without an entry in the log", () => {
    const names: string[] = [];
    const late = once("tester", function* () {
      const list = yield* calls.list(NAMESPACE);
      if (list.ok) names.push(...list.object.items.map(({ metadata }) => metadata.name));
    });
    const run = simulate(JOB_PLAN, { controllers: late });
    expect(names).toEqual(["default", "kube-system", "kube-public", "kube-node-lease", "a"]);
    expect(run.log.entries.map((entry) => entry.kind)).toEqual(["commit"]);
  });

  test("that do not exist or are terminating accept nothing from a controller", () => {
    const { found } = play(function* () {
      const draft = (name: string, finalizers: string[] = []) => ({ metadata: { name, namespace: "b", finalizers } });
      const missing = yield* calls.create(CONFIG_MAP, draft("m"));
      yield* calls.create(NAMESPACE, { metadata: { name: "b" } });
      yield* calls.create(CONFIG_MAP, draft("m", ["example.com/hold"]));
      const deleted = yield* calls.delete(NAMESPACE, "", "b");
      const late = yield* calls.create(CONFIG_MAP, draft("n"));
      yield* calls.patch(CONFIG_MAP, "b", "m", { type: "merge", body: { metadata: { finalizers: [] } } });
      const gone = yield* calls.get(NAMESPACE, "", "b");
      return { missing, deleted, late, gone };
    });
    expect(found.missing).toMatchObject({ ok: false, error: { message: 'namespaces "b" not found' } });
    expect(found.deleted).toMatchObject({ ok: true, object: { status: { phase: "Terminating" } } });
    expect(found.late).toMatchObject({ ok: false, error: { reason: "Forbidden", isNamespaceTerminating: true } });
    expect(found.gone).toMatchObject({ ok: false, error: { reason: "NotFound" } });
  });
});
