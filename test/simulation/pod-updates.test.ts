/** What a client inside a run may change of a pod that is there; all else is refused in the server's words. */

import { expect, test } from "vitest";
import type { JsonObject } from "../../src/api/json.ts";
import { POD } from "../../src/api/kinds/workloads.ts";
import { calls } from "../../src/controller/calls.ts";
import { play } from "./play-process.ts";

const FIXED =
  "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`," +
  "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing " +
  "tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

/** Patches a pod with one toleration and a deadline, and reads it afterwards. */
function patched(spec: JsonObject) {
  const { found } = play(function* () {
    yield* calls.create(POD, {
      metadata: { name: "p" },
      spec: {
        containers: [{ name: "c", image: "i:1" }],
        tolerations: [{ key: "a", operator: "Exists" }],
        activeDeadlineSeconds: 60,
        schedulingGates: [{ name: "g" }],
      },
    });
    const answer = yield* calls.patch(POD, "default", "p", { type: "merge", body: { spec } });
    const read = yield* calls.get(POD, "default", "p");
    return { answer, read };
  });
  const { answer, read } = found;
  if (!read.ok) throw new Error(read.error.message);
  return { message: answer.ok ? "" : answer.error.message, spec: read.object.spec };
}

test.each<[JsonObject]>([
  [{ containers: [{ name: "c", image: "i:2" }] }],
  [{ activeDeadlineSeconds: 30 }],
  [
    {
      tolerations: [
        { key: "a", operator: "Exists" },
        { key: "b", operator: "Exists" },
      ],
    },
  ],
  [{ nodeSelector: { zone: "x" } }],
])("%j is stored", (change) => {
  const { message, spec } = patched(change);
  expect(message).toBe("");
  expect(spec).toMatchObject(change);
});

test("a scheduling gate can be removed", () => {
  expect(patched({ schedulingGates: [] })).toMatchObject({ message: "" });
  expect(patched({ schedulingGates: [] }).spec.schedulingGates).toBeUndefined();
});

test.each<[JsonObject, string]>([
  [{ restartPolicy: "Never" }, FIXED],
  [{ containers: [{ name: "c", image: "i:1", command: ["x"] }] }, FIXED],
  [{ containers: [{ name: "c", image: "" }] }, "spec.containers[0].image: Required value"],
  [
    {
      containers: [
        { name: "c", image: "i:1" },
        { name: "d", image: "i:1" },
      ],
    },
    "pod updates may not add or remove containers",
  ],
  [{ activeDeadlineSeconds: 61 }, "Invalid value: 61: must be less than or equal to previous value"],
  [{ activeDeadlineSeconds: null }, "Invalid value: null: must not update from a positive integer to nil value"],
  [{ tolerations: [] }, "existing toleration can not be modified except its tolerationSeconds"],
  [{ schedulingGates: [{ name: "g" }, { name: "h" }] }, "only deletion is allowed, but found new scheduling gate 'h'"],
])("%j is refused", (change, message) => {
  const { message: told, spec } = patched(change);
  expect(told).toContain('Pod "p" is invalid: ');
  expect(told).toContain(message);
  expect(spec.containers).toMatchObject([{ image: "i:1" }]);
});
