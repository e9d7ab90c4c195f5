/** Garbage collection between objects of all kinds. */

import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/api/json.ts";
import { type AnyKind, kind } from "../../src/api/kinds/kind.ts";
import { NODE } from "../../src/api/kinds/node.ts";
import { CONFIG_MAP } from "../../src/api/kinds/simple-kinds.ts";
import { JOB, POD } from "../../src/api/kinds/workloads.ts";
import type { KubeObject, OwnerReference } from "../../src/api/types.ts";
import { ApiServer } from "../../src/apiserver/api-server.ts";
import { CommitLog } from "../../src/apiserver/log.ts";
import { NameSource } from "../../src/apiserver/names.ts";
import { Storage } from "../../src/apiserver/storage.ts";
import type { Propagation } from "../../src/apiserver/write-options.ts";

const SET = kind({ apiVersion: "example.com/v1", kind: "Set", plural: "sets" });
const spec = { template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "x" }] } } };

/** A server without controllers. */
class Bench {
  readonly server: ApiServer;

  constructor() {
    const storage = new Storage(new CommitLog("full"), new NameSource("gc"), () => 0, Date.UTC(2026, 0, 1));
    this.server = new ApiServer(storage, { kinds: [SET] });
  }

  create(of: AnyKind, name: string, owners: readonly OwnerReference[] = [], rest: JsonObject = {}): KubeObject {
    const metadata = { name, ...(owners.length === 0 ? {} : { ownerReferences: owners }) };
    const created = this.server.objects.of(of).create("", { metadata, ...rest }, { actor: "user" });
    if (!created.ok) throw new Error(created.error.message);
    return created.object.object;
  }

  delete(of: AnyKind, name: string, propagation?: Propagation): void {
    const policy = propagation === undefined ? {} : { propagation };
    const deleted = this.server.objects.of(of).delete("default", name, { actor: "user", ...policy });
    if (!deleted.ok) throw new Error(deleted.error.message);
  }

  patch(of: AnyKind, name: string, change: (object: KubeObject) => KubeObject): void {
    const stored = this.server.objects.of(of).get("default", name);
    if (stored === undefined) throw new Error(`no ${name}`);
    this.server.objects.of(of).replaceMetadata(stored, change(stored).metadata, "patch", "user");
  }

  names(of: AnyKind): string[] {
    return Array.from(this.server.objects.of(of).list(), ({ metadata }) =>
      metadata.deletionTimestamp === undefined ? metadata.name : `${metadata.name} (deleting)`,
    );
  }

  owners(of: AnyKind, name: string): string[] | undefined {
    return this.server.objects
      .of(of)
      .get("default", name)
      ?.metadata.ownerReferences?.map((owner) => owner.name);
  }
}

function owner({ apiVersion, kind: of, metadata: { name, uid } }: KubeObject, blocks = true): OwnerReference {
  return { apiVersion, kind: of, name, uid, ...(blocks ? { blockOwnerDeletion: true } : {}) };
}

const held = (object: KubeObject): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, finalizers: ["example.com/hold"] },
});
const released = ({ metadata: { finalizers: _held, ...metadata }, ...object }: KubeObject): KubeObject => ({
  ...object,
  metadata,
});

describe("dependents of an object that is deleted", () => {
  test("are deleted after it in the background, down to the last generation", () => {
    const bench = new Bench();
    const set = bench.create(SET, "s");
    const job = bench.create(JOB, "j", [owner(set)], { spec });
    bench.create(POD, "p", [owner(job)], { spec: spec.template.spec });
    bench.create(CONFIG_MAP, "c", [owner(set)]);
    bench.create(CONFIG_MAP, "other");
    bench.delete(SET, "s");
    expect([SET, JOB, POD, CONFIG_MAP].map((of) => bench.names(of))).toEqual([[], [], [], ["other"]]);
  });

  test("stay without their reference if the policy is Orphan", () => {
    const bench = new Bench();
    const set = bench.create(SET, "s");
    bench.create(CONFIG_MAP, "c", [owner(set)]);
    bench.delete(SET, "s", "Orphan");
    expect(bench.names(SET)).toEqual([]);
    expect(bench.names(CONFIG_MAP)).toEqual(["c"]);
    expect(bench.owners(CONFIG_MAP, "c")).toBeUndefined();
  });

  test("are deleted before it in the foreground: it waits for those that block it, and for theirs", () => {
    const bench = new Bench();
    const set = bench.create(SET, "s");
    const job = bench.create(JOB, "j", [owner(set)], { spec });
    bench.create(CONFIG_MAP, "deep", [owner(job)]);
    bench.patch(CONFIG_MAP, "deep", held);
    bench.delete(SET, "s", "Foreground");
    expect([SET, JOB, CONFIG_MAP].map((of) => bench.names(of))).toEqual([
      ["s (deleting)"],
      ["j (deleting)"],
      ["deep (deleting)"],
    ]);
    bench.patch(CONFIG_MAP, "deep", released);
    expect([SET, JOB, CONFIG_MAP].map((of) => bench.names(of))).toEqual([[], [], []]);
  });

  test("do not block it in the foreground unless they say so", () => {
    const bench = new Bench();
    const set = bench.create(SET, "s");
    bench.create(CONFIG_MAP, "c", [owner(set, false)]);
    bench.patch(CONFIG_MAP, "c", held);
    bench.delete(SET, "s", "Foreground");
    expect(bench.names(SET)).toEqual([]);
    expect(bench.names(CONFIG_MAP)).toEqual(["c (deleting)"]);
  });

  test("stay as long as another owner does, and lose the reference to the one that is gone", () => {
    const bench = new Bench();
    const [first, second] = [bench.create(SET, "s"), bench.create(NODE, "n")];
    bench.create(CONFIG_MAP, "c", [owner(first), owner(second)]);
    bench.delete(SET, "s");
    expect(bench.owners(CONFIG_MAP, "c")).toEqual(["n"]);
    bench.delete(NODE, "n");
    expect(bench.names(CONFIG_MAP)).toEqual([]);
  });

  test("follow the policy that their own finalizer names", () => {
    const bench = new Bench();
    const set = bench.create(SET, "s");
    const job = bench.create(SET, "t", [owner(set)]);
    bench.create(CONFIG_MAP, "c", [owner(job)]);
    bench.patch(SET, "t", (object) => ({ ...object, metadata: { ...object.metadata, finalizers: ["orphan"] } }));
    bench.delete(SET, "s");
    expect(bench.names(SET)).toEqual([]);
    expect(bench.names(CONFIG_MAP)).toEqual(["c"]);
  });
});

describe("an object whose owner is gone when it is created", () => {
  test("is deleted immediately if the owner was one of this run", () => {
    const bench = new Bench();
    const set = bench.create(SET, "s");
    bench.delete(SET, "s");
    bench.create(CONFIG_MAP, "c", [owner(set)]);
    expect(bench.names(CONFIG_MAP)).toEqual([]);
  });

  test("stays if the owner belongs to another cluster, or has an unknown kind", () => {
    const bench = new Bench();
    const elsewhere = { apiVersion: "batch/v1", kind: "CronJob", name: "x", uid: "6a1c" };
    const unknown = { apiVersion: "argoproj.io/v1alpha1", kind: "Workflow", name: "x", uid: "6a1c" };
    bench.create(JOB, "a", [elsewhere], { spec });
    bench.create(JOB, "b", [unknown], { spec });
    expect(bench.names(JOB)).toEqual(["a", "b"]);
  });
});
