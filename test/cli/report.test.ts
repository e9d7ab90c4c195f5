/** `jobsim report` of large runs. */

import { expect, test } from "vitest";
import { jobsim, manifest } from "./helpers.ts";

const LARGEST = { entries: 3_000, pods: 10_000 };

test("a page is made of a run whose log is larger than what is kept of one", async () => {
  const stdin = manifest("big", "completions: 4000", "parallelism: 4000");
  const world = { stdin, largest: LARGEST };
  const { code, out, err } = await jobsim(["report", "-"], world);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain('["pods","4,000 created, 4,000 succeeded, 0 failed"]');
  expect(out).not.toContain("pods shown");
  // Explanations that look back at the log need all of it.
  expect((await jobsim(["run", "-", "--explain"], world)).code).toBe(3);
});

test("of very many pods the page shows a sample, which standard error says too", async () => {
  const stdin = manifest("big", "completions: 6001", "parallelism: 6001");
  const { code, out, err } = await jobsim(["report", "-", "--run", "1m"], { stdin });
  expect(code).toBe(0);
  const text = "6,000 of 6,001: the first and the last, and others evenly spread over the order of creation";
  expect(err).toBe(`note: the page shows a part of the pods: ${text}\n`);
  expect(out).toContain(`["pods shown","${text}"]`);
  expect(out).toContain('["pods","6,001 created, 6,001 succeeded, 0 failed"]');
});
