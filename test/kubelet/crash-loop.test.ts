import { expect, test } from "vitest";
import { type CrashLoopState, nextRestart } from "../../src/kubelet/crash-loop.ts";
import { DEFAULT_KUBELET, type KubeletSettings } from "../../src/kubelet/settings.ts";

function delays(settings: KubeletSettings, ...ranMs: readonly number[]): number[] {
  let state: CrashLoopState;
  return ranMs.map((ran) => {
    const { delayMs, next } = nextRestart(state, ran, settings);
    state = next;
    return delayMs;
  });
}

test("a container restarts at once, then after 10, 20, 40 … seconds and at most five minutes", () => {
  expect(delays(DEFAULT_KUBELET, ...Array.from({ length: 9 }, () => 1_000))).toEqual([
    0, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000, 300_000,
  ]);
});

test("a container that ran for more than ten minutes starts its back-off again", () => {
  expect(delays(DEFAULT_KUBELET, 1_000, 1_000, 1_000, 600_001, 1_000)).toEqual([0, 10_000, 20_000, 0, 10_000]);
});

test("the first restart can be delayed, too", () => {
  expect(delays({ ...DEFAULT_KUBELET, crashLoopFirstRestart: "delayed" }, 1, 1, 1)).toEqual([10_000, 20_000, 40_000]);
});
