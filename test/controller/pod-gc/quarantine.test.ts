import { expect, test } from "vitest";
import { Quarantine } from "../../../src/controller/pod-gc/quarantine.ts";

test("a missing node counts as gone after forty seconds, and starts a new quarantine after that", () => {
  const quarantine = new Quarantine();
  const passes = [0, 20_000, 40_000, 60_000, 80_000].map((nowMs) => {
    quarantine.advance(nowMs);
    quarantine.add("n1", nowMs);
    return quarantine.take();
  });
  expect(passes).toEqual([[], [], ["n1"], [], ["n1"]]);
});
