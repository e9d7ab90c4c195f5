/** The example of a retrying owner of Jobs, a kind of its own with a finalizer: its property, and its first try. */

import { expect, test } from "vitest";
import * as hasty from "../../examples/tasks/hasty-tasks.ts";
import * as correct from "../../examples/tasks/tasks.ts";
import {
  builtInControllers,
  type ControllerDefinition,
  checkAsync,
  controller,
  together,
} from "../../src/testing/index.ts";

function besideKubernetes(definitions: readonly ControllerDefinition[]) {
  return together(builtInControllers, ...definitions.map(controller));
}

test("a Task is retried up to its attempts, and goes after its Jobs, whatever happens", async () => {
  const { failures } = await checkAsync({ ...correct, controllers: besideKubernetes(correct.controllers), runs: 60 });
  expect(failures).toEqual([]);
});

test("the first try lets a Task go before a Job that its cache does not show", async () => {
  const controllers = besideKubernetes(hasty.controllers);
  const { failures } = await checkAsync({ ...hasty, controllers, runs: 200, shrinkRuns: 0 });
  expect(failures.map(({ violation }) => violation.invariant)).toEqual(["task-gone-last"]);
});
