/** docs/testing-controllers.md: what it quotes is code that runs here, and what it promises is so. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  builtInControllers,
  check,
  checkAsync,
  controller,
  countEvents,
  formatReplay,
  type Invariant,
  parseReplay,
  replayAsync,
  sometimes,
  together,
} from "../../src/testing/index.ts";
import { jobsim } from "../cli/helpers.ts";
import { hastyKeeper, jobKeeper } from "../testing/fixtures/job-keeper.ts";
import { keepsWhatIsWanted, withParent } from "../testing/fixtures/keeper-check.ts";

const page = readFileSync("docs/testing-controllers.md", "utf8");
const QUOTED = [
  "test/testing/fixtures/job-keeper.ts",
  "test/testing/fixtures/keeper-check.ts",
  "test/docs/testing-controllers.test.ts",
  "test/testing/workload.test.ts",
  "test/testing/explore.test.ts",
  "examples/queue/queue.ts",
  "examples/numbers/numbers.ts",
  "examples/numbers/hasty-numbers.ts",
];

test("the Job controller keeps its invariants", () => {
  const { failures } = check({ runs: 300, seed: 1 });
  expect(failures).toEqual([]);
});

const fewPods: Invariant = {
  id: "few-pods",
  sentence: "No Job ever has more than ten pods at once.",
  source: "our quota",
  watch: () => ({
    pod: ({ type }, { job }, report) => {
      if (type === "ADDED" && job !== undefined && job.living.size > 10) report({ job, message: "too many pods" });
    },
  }),
};

test("no Job ever has more than ten pods", () => {
  const { failures } = check({ runs: 300, invariants: [fewPods], features: ["indexed", "resize", "lag", "crashes"] });
  expect(failures).toEqual([]);
});

const crowded = sometimes("a Job has three pods at once", () => ({
  pod: (_commit, { job }, report) => {
    if (job !== undefined && job.living.size === 3) report.armed();
  },
}));

test("some Job has three pods at once", () => {
  expect(check({ runs: 100, invariants: [crowded], features: ["indexed"] }).failures).toEqual([]);
});

const keeper = {
  invariants: [keepsWhatIsWanted],
  features: ["secondJob", "restarts", "crashes", "lag", "latency", "lostAnswers", "crashPoints", "stalls", "relists"],
  adapt: withParent,
} as const;

test("the keeper keeps three Jobs running, whatever happens", async () => {
  const controllers = together(builtInControllers, controller(jobKeeper));
  const { failures } = await checkAsync({ ...keeper, controllers, runs: 100 });
  expect(failures).toEqual([]);
});

test("the first try of it does not, and the check shows how", async () => {
  const controllers = together(builtInControllers, controller(hastyKeeper));
  const { failures } = await checkAsync({ ...keeper, controllers, runs: 100, shrinkRuns: 200 });
  const [failure] = failures;
  if (failure === undefined) expect.fail("nothing was found");
  expect(failure.violation.message).toMatch(/children run/);
  expect(countEvents(failure.shrunk)).toBeLessThan(6);

  // As a file, it is a test forever.
  const file = parseReplay(formatReplay(failure));
  if ("problems" in file) expect.fail(file.problems.join("\n"));
  expect((await replayAsync(file, { ...keeper, controllers })).verdict).toBe("same");
});

test("check cannot play async functions, and says what can", () => {
  const controllers = together(builtInControllers, controller(jobKeeper));
  expect(() => check({ ...keeper, controllers, runs: 10 })).toThrow("checkAsync");
});

describe("the page", () => {
  const sources = QUOTED.map((file) =>
    readFileSync(file, "utf8").replaceAll(/"(?:\.\.\/)+src\/testing\/index\.ts"/g, '"jobsim/testing"'),
  );

  test("quotes code that runs here", () => {
    const blocks = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, block = ""]) => block.trimEnd());
    expect(blocks.length).toBeGreaterThan(3);
    for (const block of blocks) {
      for (const part of block.split("\n\n// …\n\n")) {
        expect(
          sources.some((source) => source.includes(part)),
          part,
        ).toBe(true);
      }
    }
  });

  test("shows commands that work", async () => {
    const commands = [...page.matchAll(/^\$ jobsim (.*)$/gm)].map(([, words = ""]) => words.split(" "));
    expect(commands.length).toBeGreaterThan(1);
    for (const words of commands) {
      const { code } = await jobsim([...words, "--help"]);
      expect(code).toBe(0);
    }
  });
});
