/** Random Jobs at the door of the API server. */

import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../../src/api/json.ts";
import { EPOCH_MS } from "../../src/simulation/plan.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { jobs, nearlyValidJobs } from "../../src/testing/arbitraries.ts";
import { scripted, scriptOf } from "../scripted.ts";

/** Plays a manifest with pods that succeed; gives the Job as it ended, or what the server refused it with. */
function submit(manifest: JsonObject) {
  return simulate({
    epochMs: EPOCH_MS,
    seed: "admission",
    untilMs: 4 * 60 * 60 * 1000,
    actions: [{ atMs: 0, op: "createJob", manifest }],
    pods: scripted(scriptOf({ startMs: 100, runMs: 100 })),
  });
}

test("Jobs that are valid by construction are accepted", () => {
  fc.assert(
    fc.property(jobs(), (manifest) => {
      const { log } = submit(manifest);
      expect(log.entries.find((entry) => entry.kind === "request" && entry.actor === "user")).toBeUndefined();
      expect(log.entries.some((entry) => entry.kind === "commit" && entry.type === "ADDED")).toBe(true);
    }),
    { seed: 3, numRuns: 1000 },
  );
});

test("an invalid Job is accepted or rejected with a reason, and never breaks the server", () => {
  fc.assert(
    fc.property(nearlyValidJobs(), (manifest) => {
      const { log, server } = submit(manifest);
      const refused = log.entries.some((entry) => entry.kind === "request" && entry.verb === "create");
      const accepted = log.entries.some((entry) => entry.kind === "commit" && entry.resource === "jobs");
      expect(refused && accepted).toBe(false);
      expect(server.jobs.jobs.size).toBeLessThanOrEqual(1);
    }),
    { seed: 4, numRuns: 1000 },
  );
});
