/** Objects of any kind in a run: stored, watched, written by controllers, in the log and in the digest. */

import { describe, expect, test } from "vitest";
import { kind } from "../../src/api/kinds/kind.ts";
import { LEASE } from "../../src/api/kinds/lease.ts";
import { NODE, type Node } from "../../src/api/kinds/node.ts";
import type { KubeObject } from "../../src/api/types.ts";
import { isCommitOf } from "../../src/apiserver/log.ts";
import { calls, requests } from "../../src/controller/calls.ts";
import type { Process } from "../../src/controller/process.ts";
import { informerOf, type StartControllers, together } from "../../src/simulation/controllers/controllers.ts";
import { controller, type ReconcileResult, watch } from "../../src/simulation/controllers/reconciler.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { EMPTY, once, play, stored } from "./play-process.ts";

interface Widget extends KubeObject {
  readonly spec?: { readonly size: number };
  readonly status?: { readonly ready: number };
}
const WIDGET = kind<Widget>({
  apiVersion: "example.com/v1",
  kind: "Widget",
  plural: "widgets",
  strategy: { generationFields: ["spec"] },
});

describe("a client inside a run", () => {
  test("creates a node with its status, reads it, and lists it", () => {
    const { found, run } = play(function* () {
      const status = { capacity: { cpu: "4" } };
      const created = yield* calls.create(NODE, { metadata: { name: "a", labels: { zone: "x" } }, status });
      const read = yield* calls.get(NODE, "", "a");
      const inZone = yield* calls.list(NODE, { labelSelector: { matchLabels: { zone: "x" } } });
      const elsewhere = yield* calls.list(NODE, { labelSelector: { matchLabels: { zone: "y" } } });
      return { created, read, inZone, elsewhere };
    });
    expect(found.read).toEqual(found.created);
    expect(found.created).toMatchObject({
      ok: true,
      object: {
        kind: "Node",
        metadata: { name: "a", namespace: "", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" },
        status: { capacity: { cpu: "4" } },
      },
    });
    expect(found.inZone.ok && found.inZone.object.items.map(({ metadata }) => metadata.name)).toEqual(["a"]);
    expect(found.elsewhere.ok && found.elsewhere.object.items).toEqual([]);
    expect(run.log.entries.filter((entry) => isCommitOf(NODE, entry)).length).toBe(1);
  });

  test("gets Kubernetes' errors", () => {
    const { found } = play(function* () {
      yield* calls.create(LEASE, { metadata: { name: "l" }, spec: { holderIdentity: "me" } });
      const twice = yield* calls.create(LEASE, { metadata: { name: "l" } });
      const missing = yield* calls.get(LEASE, "default", "other");
      const unnamed = yield* calls.create(LEASE, { metadata: {} });
      const lease = yield* calls.get(LEASE, "default", "l");
      if (!lease.ok) throw new Error("no lease");
      const { metadata } = lease.object;
      const stale = yield* calls.update(LEASE, { ...lease.object, metadata: { ...metadata, resourceVersion: "99" } });
      const blind = yield* calls.update(LEASE, { ...lease.object, metadata: { ...metadata, resourceVersion: "" } });
      const other = yield* calls.delete(LEASE, "default", "l", { preconditions: { uid: "x" } });
      return [twice, missing, unnamed, stale, blind, other].map((answer) => (answer.ok ? "" : answer.error.message));
    });
    expect(found).toEqual([
      'leases.coordination.k8s.io "l" already exists',
      'leases.coordination.k8s.io "other" not found',
      'Lease.coordination.k8s.io "" is invalid: metadata.name: Required value: name or generateName is required',
      'Operation cannot be fulfilled on leases.coordination.k8s.io "l": the object has been modified; please apply your changes to the latest version and try again',
      'Lease.coordination.k8s.io "l" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
      expect.stringContaining("the UID in the precondition (x) does not match the UID in record"),
    ]);
  });

  test("sends requests together, and has their answers in order", () => {
    const { found } = play(function* () {
      const names = ["a", "b", "c"];
      const nodes = names.map((name) => requests.create(NODE, { metadata: { name } }));
      const answers = yield* calls.parallel(NODE, nodes);
      return answers.map((answer) => answer.ok && answer.object.metadata.name);
    });
    expect(found).toEqual(["a", "b", "c"]);
  });
});

describe("a custom kind", () => {
  test("has a status subresource, a generation, and finalizers that delay its deletion", () => {
    const { found, run } = play(function* () {
      const widget: Widget = yield* stored(
        calls.create(WIDGET, { metadata: { name: "w" }, spec: { size: 1 }, status: { ready: 9 } }),
      );
      const finalizers = ["example.com/hold"];
      yield* calls.patch(WIDGET, "default", "w", {
        type: "merge",
        body: { metadata: { finalizers }, status: { ready: 9 } },
      });
      const status = yield* stored(
        calls.patchStatus(WIDGET, "default", "w", { type: "merge", body: { spec: { size: 7 }, status: { ready: 1 } } }),
      );
      const grown = yield* stored(calls.patch(WIDGET, "default", "w", { type: "merge", body: { spec: { size: 2 } } }));
      const deleted = yield* stored(calls.delete(WIDGET, "default", "w"));
      yield* calls.patch(WIDGET, "default", "w", { type: "merge", body: { metadata: { finalizers: null } } });
      const gone = yield* calls.get(WIDGET, "default", "w");
      return { widget, status, grown, deleted, gone };
    });
    expect(found.widget.status).toBeUndefined();
    expect(found.widget.metadata.generation).toBe(1);
    expect([found.status.spec, found.status.status]).toEqual([{ size: 1 }, { ready: 1 }]);
    expect(found.grown.metadata.generation).toBe(2);
    expect(found.deleted.metadata.deletionTimestamp).toBe("2026-01-01T00:00:00Z");
    expect(found.gone).toMatchObject({ ok: false, error: { reason: "NotFound" } });
    const commits = run.log.entries.filter((entry) => isCommitOf(WIDGET, entry));
    expect(commits.map(({ type, verb }) => `${type} ${verb}`)).toEqual([
      "ADDED create",
      "MODIFIED patch",
      "MODIFIED updateStatus",
      "MODIFIED patch",
      "MODIFIED delete",
      "DELETED patch",
    ]);
  });
});

describe("a controller of another kind", () => {
  const cordoner = controller({
    name: "cordoner",
    watches: { kinds: [watch(NODE, ({ metadata }) => [metadata.name])] },
    start: ({ caches, recorder }) =>
      function* (name): Process<ReconcileResult | undefined> {
        const node = caches.of(NODE).get("", name);
        if (node === undefined || node.spec?.unschedulable === true) return undefined;
        const body = { spec: { unschedulable: true } };
        const answer = yield* calls.patch(NODE, "", name, { type: "merge", body });
        if (!answer.ok) return { error: answer.error };
        recorder.event(node, "Normal", "Cordoned", "closed to new pods");
        return undefined;
      },
  });
  const starter = once("starter", function* () {
    yield* calls.create(NODE, { metadata: { name: "a" } });
  });

  const both = together(cordoner, starter);

  test("sees new objects and acts on them", () => {
    const run = simulate(EMPTY, { controllers: both });
    expect(run.server.objects.get(NODE, "", "a")?.spec).toEqual({ unschedulable: true });
    const events = run.log.entries.filter((entry) => entry.kind === "event");
    expect(events).toMatchObject([{ regarding: { kind: "Node", name: "a" }, reason: "Cordoned", count: 1 }]);
  });

  test("has a digest that depends on its objects", () => {
    const digest = (name: string) => {
      const create = once("starter", function* () {
        yield* calls.create(NODE, { metadata: { name: "a", labels: { name } } });
      });
      return digestOf(simulate(EMPTY, { controllers: create }).log.entries);
    };
    expect(digest("x")).toBe(digest("x"));
    expect(digest("x")).not.toBe(digest("y"));
  });

  test("catches up after a stalled watch, like any other", () => {
    const seen: string[] = [];
    const watching: StartControllers = (host) => {
      const tell = (what: string) => (object: Node) => seen.push(`${host.loop.nowMs} ${what} ${object.metadata.name}`);
      const nodes = informerOf(host, NODE, { add: tell("add"), update: tell("update"), delete: tell("delete") });
      host.loop.schedule(2_000, 0, () =>
        host.connect("tester").run(
          (function* (): Process<void> {
            yield* calls.create(NODE, { metadata: { name: "a" } });
            yield* calls.delete(NODE, "", "a");
            yield* calls.create(NODE, { metadata: { name: "b" } });
          })(),
          () => {},
        ),
      );
      return nodes;
    };
    const stall = { kind: "stall", atMs: 1_000, resource: "nodes", forMs: 5_000 } as const;
    simulate({ ...EMPTY, disturbances: [stall] }, { controllers: watching });
    expect(seen).toEqual(["6000 add a", "6000 delete a", "6000 add b"]);
    seen.length = 0;
    const relist = { kind: "relist", atMs: 1_000, resource: "nodes", forMs: 5_000 } as const;
    simulate({ ...EMPTY, disturbances: [relist] }, { controllers: watching });
    expect(seen).toEqual(["6000 add b"]);
  });

  test("is affected by a fault of the kind", () => {
    const faults = [{ fromMs: 0, toMs: 1, verb: "create", resource: "nodes", error: "internal" }] as const;
    const { found, run } = play(() => calls.create(NODE, { metadata: { name: "a" } }), { faults });
    expect(found).toMatchObject({ ok: false, error: { reason: "InternalError" } });
    expect(run.log.entries).toMatchObject([{ kind: "request", resource: "nodes", verb: "create", injected: true }]);
  });
});
