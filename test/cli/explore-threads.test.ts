/** Searches that several threads share. */

import { expect, test } from "vitest";
import type { ExploreFlags } from "../../src/cli/explore/flags.ts";
import { OrderedProgress } from "../../src/cli/explore/ordered-progress.ts";
import { planSearch } from "../../src/cli/explore/plan-search.ts";
import { helpWith } from "../../src/cli/explore/search-threads.ts";
import { type Explored, NOTHING_EXPLORED } from "../../src/testing/explore/progress.ts";
import { ScheduleSearch } from "../../src/testing/explore/schedule-search.ts";
import { playAsync } from "../../src/testing/playing.ts";

const FLAGS: ExploreFlags = {
  jobs: 1,
  pods: 2,
  failing: 0,
  deviations: 2,
  workers: 2,
  image: "",
  output: "text",
  out: "violation.json",
};
const PARTS = [0, 3, 6];
const NEVER = new AbortController().signal;

test("a part that a thread plays shows what it shows here", async () => {
  const { world, options } = await planSearch(FLAGS);
  const search = new ScheduleSearch(world, options);
  await playAsync(search.begin());
  const here: [number, Explored][] = [];
  for (const at of PARTS) here.push([at, await playAsync(search.part(at))]);

  const left = [...PARTS];
  const given: [number, Explored][] = [];
  const parts = { take: () => left.shift(), give: (at: number, explored: Explored) => given.push([at, explored]) };
  await helpWith(FLAGS, { threads: 2, parts, stop: NEVER });

  expect(given.toSorted(([a], [b]) => a - b)).toEqual(JSON.parse(JSON.stringify(here)));
  expect(here.some(([, { findings }]) => findings.length > 0)).toBe(true);
});

test("threads end when the search is interrupted, with parts left", async () => {
  const interruption = new AbortController();
  let taken = 0;
  const parts = {
    take: () => {
      taken++;
      interruption.abort();
      return 0;
    },
    give: () => {},
  };
  await helpWith(FLAGS, { threads: 1, parts, stop: interruption.signal });
  expect(taken).toBe(1);
});

test("parts add up in their order, whichever comes first", () => {
  const part = (schedules: number): Explored => ({ ...NOTHING_EXPLORED, schedules });
  const progress = new OrderedProgress({ ...part(1), done: 0, of: 3 }, () => {});
  progress.add(2, part(100));
  expect(progress.sum).toMatchObject({ done: 0, schedules: 1 });
  progress.add(0, part(10));
  expect(progress.sum).toMatchObject({ done: 1, schedules: 11 });
  progress.add(1, part(1_000));
  expect(progress.sum).toMatchObject({ done: 3, schedules: 1_111 });
});
