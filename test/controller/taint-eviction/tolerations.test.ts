import { expect, test } from "vitest";
import type { NodeTaint, Toleration } from "../../../src/api/node.ts";
import { stayOf } from "../../../src/controller/taint-eviction/tolerations.ts";

const unreachable: NodeTaint = { key: "node.kubernetes.io/unreachable", effect: "NoExecute" };
const dedicated: NodeTaint = { key: "dedicated", value: "gpu", effect: "NoExecute" };

function exists(key: string | undefined, tolerationSeconds?: number): Toleration {
  return {
    operator: "Exists",
    ...(key === undefined ? {} : { key }),
    ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }),
  };
}

test.each<[why: string, taints: readonly NodeTaint[], tolerations: readonly Toleration[], stay: unknown]>([
  ["a pod without tolerations goes at once", [unreachable], [], "intolerable"],
  [
    "one taint that is not tolerated is enough",
    [unreachable, dedicated],
    [exists(unreachable.key, 300)],
    "intolerable",
  ],
  ["a toleration without seconds is forever", [unreachable], [exists(unreachable.key)], "forever"],
  ["the default toleration lasts five minutes", [unreachable], [exists(unreachable.key, 300)], { forMs: 300_000 }],
  [
    "of those that match the first counts",
    [unreachable],
    [exists(unreachable.key, 300), exists(undefined, 60)],
    { forMs: 300_000 },
  ],
  [
    "and so a general one in front of it",
    [unreachable],
    [exists(undefined, 60), exists(unreachable.key, 300)],
    { forMs: 60_000 },
  ],
  [
    "of several taints the shortest counts",
    [unreachable, dedicated],
    [exists("dedicated", 20), exists(undefined, 60)],
    { forMs: 20_000 },
  ],
  [
    "endless for one, five minutes for the other",
    [unreachable, dedicated],
    [exists("dedicated"), exists(undefined, 300)],
    { forMs: 300_000 },
  ],
  ["no seconds or fewer are none", [unreachable], [exists(unreachable.key, -1)], { forMs: 0 }],
  ["a value must be equal", [dedicated], [{ key: "dedicated", operator: "Equal", value: "cpu" }], "intolerable"],
  ["Equal is what an operator is by default", [dedicated], [{ key: "dedicated", value: "gpu" }], "forever"],
  [
    "an effect must be equal where it is given",
    [dedicated],
    [{ ...exists("dedicated"), effect: "NoSchedule" }],
    "intolerable",
  ],
  [
    "seconds that overflow 64 bits of nanoseconds are taken for endless",
    [unreachable],
    [exists(unreachable.key, 9_223_372_037)],
    "forever",
  ],
])("%s", (_why, taints, tolerations, stay) => {
  expect(stayOf(taints, tolerations)).toEqual(stay);
});
