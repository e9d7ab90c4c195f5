/** Async functions take their turns between two events, wherever their run was started from. */

import { setImmediate as macrotask } from "node:timers";
import { expect, test } from "vitest";
import { type ControllerDefinition, controller, EPOCH_MS, Simulation } from "../../../src/testing/index.ts";

const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "example.com/main:1" }] } };
const metadata = { name: "a", namespace: "default" };

/** Its patch comes after a chain of promises, as that of code with many small async functions does. */
const longWinded: ControllerDefinition = {
  name: "long-winded",
  watches: { jobs: (_job, before) => (before === undefined ? ["a"] : []) },
  start:
    ({ api }) =>
    async () => {
      for (let hop = 0; hop < 20; hop++) await undefined;
      await api.patchJob("default", "a", { spec: { suspend: true } });
      return undefined;
    },
};

/** When the patch was made. */
async function patchedMs(): Promise<number | undefined> {
  const manifest = { apiVersion: "batch/v1", kind: "Job", metadata, spec: { suspend: false, template } };
  const later = { ...manifest, metadata: { ...metadata, name: "b" } };
  const run = new Simulation(
    {
      epochMs: EPOCH_MS,
      seed: "turns",
      actions: [
        { atMs: 0, op: "createJob", manifest },
        { atMs: 5_000, op: "createJob", manifest: later },
      ],
    },
    { controllers: controller(longWinded) },
  );
  await run.runAsync();
  return run.log.entries.find((entry) => entry.kind === "commit" && entry.verb === "patch")?.timeMs;
}

test("in a promise", async () => {
  await undefined;
  expect(await patchedMs()).toBe(0);
});

test("in a callback of the runtime, as that of a timer or of a message", async () => {
  const patched = await new Promise((resolve, reject) => {
    macrotask(() => patchedMs().then(resolve, reject));
  });
  expect(patched).toBe(0);
});
