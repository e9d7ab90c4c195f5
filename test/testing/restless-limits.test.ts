/** How much happens before a run counts as one that never comes to rest: what the page says, and what a run does. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { MOST_ENTRIES, MOST_EVENTS_AT_ONCE } from "../../src/analysis/longest-run.ts";
import { MOST_AT_ONCE } from "../../src/simulation/controllers/most-at-once.ts";
import { controller, RestlessError, Simulation } from "../../src/testing/index.ts";
import { counter, NOTE, ONE_JOB } from "./fixtures/restless.ts";

test("the page about stories names the limits", () => {
  const page = readFileSync("docs/stories.md", "utf8").replaceAll(/\s+/g, " ");
  const limits = [
    `more than ${MOST_AT_ONCE.turns.toLocaleString("en")} reconciles of one key`,
    `${MOST_AT_ONCE.calls.toLocaleString("en")} calls in a row without a wait`,
    `${MOST_EVENTS_AT_ONCE.toLocaleString("en")} events`,
    `more than ${MOST_ENTRIES.trial.toLocaleString("en")} log entries`,
  ];
  expect(limits.filter((limit) => !page.includes(limit))).toEqual([]);
});

test("a run ends after as many reconciles of one key, with an error that says so and when", async () => {
  const run = new Simulation(ONE_JOB, { controllers: controller(counter) });
  const error: unknown = await run.runAsync().catch((thrown: unknown) => thrown);
  if (!(error instanceof RestlessError)) expect.fail("it came to rest");
  expect(error.atMs).toBe(1_000);
  expect(error.message).toMatch(/^counter reconciles a more than 10,000 times in one instant/);
  expect(run.server.jobs.jobs.get("default", "a")?.metadata.annotations?.[NOTE]).toBe("10000");
});
