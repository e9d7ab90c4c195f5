/** What clients did is kept compressed, and comes back as it was. */

import { expect, test } from "vitest";
import { ActionRecorder, MAX_ACTIONS } from "../../src/http/live/recorder.ts";
import type { TimedAction } from "../../src/simulation/plan.ts";

function deletion(n: number): TimedAction {
  return { atMs: n, op: "deleteJob", job: { namespace: "default", name: `jöb-${n}` }, propagation: "Background" };
}

test.each([0, 1, 249, 250, 251, 1_234])("%i actions come back in their order", (count) => {
  const recorder = new ActionRecorder();
  const actions = Array.from({ length: count }, (_, n) => deletion(n));
  for (const action of actions) recorder.record(action);
  expect(recorder.actions).toEqual(actions);
  expect(recorder.isComplete).toBe(true);
});

test("more actions than are recorded leave the first ones", () => {
  const recorder = new ActionRecorder();
  for (let n = 0; n < MAX_ACTIONS + 10; n++) recorder.record(deletion(n));
  expect(recorder.isComplete).toBe(false);
  expect(recorder.actions.length).toBe(MAX_ACTIONS);
  expect(recorder.actions.at(-1)).toEqual(deletion(MAX_ACTIONS - 1));
});
