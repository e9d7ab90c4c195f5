import { expect, test } from "vitest";
import { KubeletHeartbeats } from "../../src/kubelet/heartbeats.ts";

test("a kubelet renews its lease every ten seconds, and posts its status with every thirtieth renewal", () => {
  const kubelet = KubeletHeartbeats.running(-10_000, 2_137);
  expect([0, 2_137, 12_136, 12_137].map((atMs) => kubelet.renewedMs(atMs))).toEqual([-10_000, 2_137, 2_137, 12_137]);
  expect([0, 302_136, 302_137].map((atMs) => kubelet.postedMs(atMs))).toEqual([-10_000, 2_137, 302_137]);
});

test("a silent kubelet keeps its last heartbeat, and starts again when it is back", () => {
  const kubelet = KubeletHeartbeats.since(0);
  kubelet.silence(20_000);
  expect(kubelet.isAlive).toBe(false);
  expect(kubelet.renewedMs(100_000)).toBe(10_000);
  kubelet.revive(103_000);
  expect([kubelet.renewedMs(102_999), kubelet.renewedMs(113_500)]).toEqual([10_000, 113_000]);
});

test("a kubelet without heartbeats has no lease", () => {
  expect(KubeletHeartbeats.silent().renewedMs(1_000_000)).toBeUndefined();
});
