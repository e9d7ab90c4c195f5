/** The example of a leader-elected pair: its property, and its first attempt. */

import { expect, test } from "vitest";
import * as hasty from "../../examples/numbers/hasty-numbers.ts";
import * as correct from "../../examples/numbers/numbers.ts";
import {
  builtInControllers,
  checkAsync,
  formatReplay,
  parseReplay,
  replayAsync,
  together,
} from "../../src/testing/index.ts";

const PAIR = { ...correct, controllers: together(builtInControllers, ...correct.controllers) };
const HASTY = { ...hasty, controllers: together(builtInControllers, ...hasty.controllers) };

test("no number is given twice, whichever replica dies or is cut off, and one takes over from the other", async () => {
  const { failures } = await checkAsync({ ...PAIR, runs: 150 });
  expect(failures).toEqual([]);
});

test("the first attempt leads on after its Lease was lost: it is caught in under 200 runs, and its file plays again", async () => {
  const { failures } = await checkAsync({ ...HASTY, runs: 200, shrinkRuns: 150 });
  const [failure] = failures;
  if (failure === undefined) expect.fail("nothing was found");
  expect(["numbered-once", "written-by-leader"]).toContain(failure.violation.invariant);
  expect(failure.controllers).toEqual(["numbers-0", "numbers-1"]);
  const file = parseReplay(formatReplay(failure));
  if ("problems" in file) expect.fail(file.problems.join("\n"));
  expect((await replayAsync(file, HASTY)).verdict).toBe("same");
  expect((await replayAsync(file, PAIR)).verdict).toBe("none");
});
