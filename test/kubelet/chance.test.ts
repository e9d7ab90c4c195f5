import { expect, test } from "vitest";
import { DEFAULT_KUBELET_CHANCE, type KubeletChance } from "../../src/kubelet/chance.ts";
import type { ContainerBehaviour } from "../../src/kubelet/runtime/behaviour.ts";
import { PlayedPod, type PodAction } from "../conformance/pods/play-pod.ts";

const STOPS_IN_2_SECONDS: ContainerBehaviour = {
  runs: [{ runMs: undefined, exitCode: 0 }],
  onTerm: { afterMs: 2000, exitCode: 1 },
  image: "present",
  probes: {},
};

const ENDS_UNREADY_AFTER_5_SECONDS: ContainerBehaviour = {
  ...STOPS_IN_2_SECONDS,
  runs: [{ runMs: 5000, exitCode: 0 }],
  probes: { readiness: [{ fromMs: 0, ok: false }] },
};

function play(chance: Partial<KubeletChance>, behaviour: ContainerBehaviour, ...actions: PodAction[]): PlayedPod {
  const readinessProbe = { exec: { command: ["ready"] }, periodSeconds: 1 };
  return new PlayedPod({
    spec: { restartPolicy: "Never", containers: [{ name: "main", image: "app:1", readinessProbe }] },
    behaviour: () => behaviour,
    actions,
    untilMs: 60_000,
    settings: { chance: { ...DEFAULT_KUBELET_CHANCE, ...chance } },
  });
}

test.each([
  ["killed", 137],
  ["ended", 1],
] as const)("a container that would end in the millisecond of its SIGKILL is %s", (endOrKill, exitCode) => {
  const played = play({ endOrKill }, STOPS_IN_2_SECONDS, { atMs: 10_000, act: (pod) => pod.delete(2) });
  const ends = played.runtime.flatMap((action) => (action.op === "exited" ? [action.record.exitCode] : []));
  expect(ends).toEqual([exitCode]);
  expect(played.deletedAtMs).toBe(12_000);
});

test.each([
  ["beforeEnds", 1],
  ["afterEnds", 0],
] as const)("a probe that is due when its container ends runs %s", (probeTick, checks) => {
  const played = play({ probeTick }, ENDS_UNREADY_AFTER_5_SECONDS);
  const late = played.events.filter(({ reason, atMs }) => reason === "Unhealthy" && atMs === 5000);
  expect(late).toHaveLength(checks);
});
