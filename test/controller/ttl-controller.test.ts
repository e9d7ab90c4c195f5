import { describe, expect, test } from "vitest";
import type { Job, JobCondition } from "../../src/api/types.ts";
import type { ApiError } from "../../src/apiserver/errors.ts";
import { Client, type FaultCheck } from "../../src/controller/process.ts";
import { expiryOf, TtlController } from "../../src/controller/ttl/ttl-controller.ts";
import { createJob, newServer } from "./server-bench.ts";
import { EPOCH_MS, jobOf, stamp } from "./sync-bench.ts";

const finished = (type: JobCondition["type"], second: number, status: "True" | "False" = "True"): JobCondition => ({
  type,
  status,
  lastProbeTime: stamp(second),
  lastTransitionTime: stamp(second),
});

describe("the expiry of a Job", () => {
  const ttl = { ttlSecondsAfterFinished: 30 };
  const complete = { conditions: [finished("Complete", 100)] };
  test.each<[string, Job, number | undefined]>([
    ["is counted from its completion", jobOf({ spec: ttl, status: complete }), 130],
    ["is counted from its failure", jobOf({ spec: ttl, status: { conditions: [finished("Failed", 50)] } }), 80],
    ["may be its very end", jobOf({ spec: { ttlSecondsAfterFinished: 0 }, status: complete }), 100],
    ["does not exist without a TTL", jobOf({ status: complete }), undefined],
    ["does not exist while it runs", jobOf({ spec: ttl }), undefined],
    [
      "does not exist where it is being deleted",
      jobOf({ metadata: { deletionTimestamp: stamp(1) }, spec: ttl, status: complete }),
      undefined,
    ],
    [
      "looks at finishing conditions only",
      jobOf({ spec: ttl, status: { conditions: [finished("Suspended", 9)] } }),
      undefined,
    ],
    [
      "looks at true conditions only",
      jobOf({ spec: ttl, status: { conditions: [finished("Complete", 9, "False")] } }),
      undefined,
    ],
    [
      "needs the time of the condition",
      jobOf({ spec: ttl, status: { conditions: [{ type: "Complete", status: "True" }] } }),
      undefined,
    ],
    [
      "passes over what is not true",
      jobOf({ spec: ttl, status: { conditions: [finished("Complete", 9, "False"), finished("Failed", 50)] } }),
      80,
    ],
  ])("%s", (_case, job, second) => {
    expect(expiryOf(job)).toBe(second === undefined ? undefined : EPOCH_MS + second * 1000);
  });
});

interface World {
  readonly ttl?: number;
  readonly lagMs?: number;
  readonly fault?: FaultCheck;
  readonly startMs?: number;
}

/** A suspended Job that fails at 5 s, by its status; the controller runs from the start, or later. */
function play(
  { ttl = 30, lagMs = 0, fault, startMs = 0 }: World = {},
  meddle: Record<number, (w: ReturnType<typeof newServer>) => void> = {},
) {
  const world = newServer();
  const { loop, server } = world;
  const job = createJob(server, "j", { suspend: true, ttlSecondsAfterFinished: ttl });
  const client = new Client(loop, server, { actor: "ttl-controller", latencyMs: 0, fault });
  loop.schedule(startMs, 1, () => new TtlController(loop, server, client, lagMs).start());
  loop.schedule(5_000, 1, () => fail(server, job));
  for (const [atMs, action] of Object.entries(meddle)) loop.schedule(Number(atMs), 1, () => action(world));
  loop.run(200_000);
  const own = server.storage.log.entries.filter((entry) => "actor" in entry && entry.actor === "ttl-controller");
  const requests = own.map((entry) =>
    "verb" in entry ? `${entry.timeMs} ${entry.verb} ${entry.resource}` : String(entry.timeMs),
  );
  return { requests, left: server.jobs.jobs.size, server, deletion: own[0] };
}

function fail(server: ReturnType<typeof newServer>["server"], { metadata }: Job): void {
  const job = server.jobs.jobs.get("default", metadata.name);
  if (job === undefined) throw new Error("the Job is gone");
  const at = { lastProbeTime: stamp(5), lastTransitionTime: stamp(5) };
  const reason = { reason: "Planned", message: "" };
  const conditions = [
    { type: "FailureTarget" as const, status: "True" as const, ...at, ...reason },
    { type: "Failed" as const, status: "True" as const, ...at, ...reason },
  ];
  const answer = server.jobs.updateStatus(
    { ...job, status: { ...job.status, startTime: stamp(0), conditions } },
    "user",
  );
  if (!answer.ok) throw new Error(answer.error.message);
}

describe("the TTL controller", () => {
  test.each<[string, World, string, number]>([
    ["deletes a Job when its TTL is over", {}, "35000 delete jobs", 0],
    ["deletes a Job at once that has a TTL of 0", { ttl: 0 }, "5000 delete jobs", 0],
    ["deletes a Job late that it sees late", { ttl: 0, lagMs: 2_000 }, "7000 delete jobs", 0],
    ["deletes a Job that had finished when it started", { startMs: 20_000 }, "35000 delete jobs", 0],
    ["deletes a Job that had expired when it started", { startMs: 50_000 }, "50000 delete jobs", 0],
  ])("%s", (_case, world, request, left) => {
    const outcome = play(world);
    expect([outcome.requests[0], outcome.left]).toEqual([request, left]);
  });

  test("does nothing about a running Job", () => {
    const { requests, left } = play({ ttl: 300 });
    expect([requests, left]).toEqual([[], 1]);
  });

  test("waits again if the TTL was increased", () => {
    const { requests } = play(
      {},
      {
        20000: ({ server }) => server.jobs.patch("default", "j", { spec: { ttlSecondsAfterFinished: 60 } }, "user"),
      },
    );
    expect(requests[0]).toBe("65000 delete jobs");
  });

  test("reads the live Job if its cache is stale", () => {
    const { requests, left } = play(
      { lagMs: 3_000 },
      {
        34000: ({ server }) => server.jobs.patch("default", "j", { spec: { ttlSecondsAfterFinished: null } }, "user"),
      },
    );
    expect([requests, left]).toEqual([[], 1]);
  });

  test.each([0, 3_000])("does not retry for a Job that was deleted by others, with a lag of %d ms", (lagMs) => {
    const { requests } = play(
      { lagMs },
      {
        34000: ({ server }) => server.jobs.delete("default", "j", "Background", "user"),
      },
    );
    // A view that lags asks once for the Job that is gone.
    expect(requests.filter((text) => text.includes("delete"))).toEqual([]);
  });

  test("leaves a new Job with the name of an expired one alone", () => {
    const { requests, left } = play(
      { lagMs: 3_000 },
      {
        34000: ({ server }) => {
          server.jobs.delete("default", "j", "Background", "user");
          createJob(server, "j", { suspend: true, ttlSecondsAfterFinished: 1 });
        },
      },
    );
    expect([requests, left]).toEqual([[], 1]);
  });

  const planned = (reason: ApiError["reason"]): ApiError => ({ reason, message: "planned" });
  test.each<[string, "get" | "delete", ApiError, number]>([
    ["an error of its read", "get", planned("InternalError"), 2],
    ["an error of its deletion", "delete", planned("InternalError"), 2],
    ["no read that finds nothing", "get", planned("NotFound"), 1],
    ["no deletion that finds nothing", "delete", planned("NotFound"), 1],
  ])("retries 5 ms after %s", (_case, verb, error, tries) => {
    let failed = 0;
    const { requests, left } = play({
      fault: (request) => (request.verb === verb && failed++ === 0 ? error : undefined),
    });
    expect(requests.slice(0, 2)).toEqual(
      tries === 1 ? [`35000 ${verb} jobs`] : [`35000 ${verb} jobs`, "35005 delete jobs"],
    );
    expect(left).toBe(tries === 1 ? 1 : 0);
  });

  test("deletes in the foreground, so that a Job waits for its pods", () => {
    const { deletion } = play();
    expect(deletion).toMatchObject({ kind: "commit", verb: "delete", resource: "jobs" });
    const { server, loop } = newServer();
    const job = createJob(server, "j", { suspend: true, ttlSecondsAfterFinished: 0 });
    const owner = {
      apiVersion: "batch/v1",
      kind: "Job",
      name: "j",
      uid: job.metadata.uid,
      controller: true,
      blockOwnerDeletion: true,
    };
    server.pods.create(
      {
        namespace: "default",
        generateName: "p-",
        labels: {},
        ownerReferences: [owner],
        finalizers: ["x/y"],
        spec: job.spec.template.spec,
      },
      "user",
    );
    const client = new Client(loop, server, { actor: "ttl-controller", latencyMs: 0, fault: undefined });
    new TtlController(loop, server, client, 0).start();
    loop.schedule(5_000, 1, () => fail(server, job));
    loop.run(10_000);
    expect(server.jobs.jobs.get("default", "j")?.metadata.finalizers).toEqual(["foregroundDeletion"]);
    expect(
      server.storage.log.entries.filter(
        (entry) => entry.kind === "commit" && entry.verb === "delete" && entry.resource === "jobs",
      ),
    ).toHaveLength(1);
  });

  test("that is stopped deletes nothing", () => {
    const { server, loop } = newServer();
    const job = createJob(server, "j", { suspend: true, ttlSecondsAfterFinished: 10 });
    const client = new Client(loop, server, { actor: "ttl-controller", latencyMs: 0, fault: undefined });
    const controller = new TtlController(loop, server, client, 0);
    controller.start();
    loop.schedule(5_000, 1, () => fail(server, job));
    loop.schedule(6_000, 1, () => controller.stop());
    loop.run(100_000);
    expect(server.jobs.jobs.size).toBe(1);
  });
});
