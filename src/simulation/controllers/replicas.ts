/** Replicas: processes of one controller, each of which starts, crashes and restarts without the others. */

import type { ControllerProcess, Host, StartControllers } from "./controllers.ts";
import { type ControllerDefinition, controller } from "./reconciler.ts";

const NOTHING: ControllerProcess = { stop: () => {} };

/**
 * Runs a controller several times, next to the controller manager. The replicas are called `name-0`, `name-1` and so
 * on, and are actors of these names in the log. Which of them acts is up to the controller: see `identity` and `exit`
 * of `ReconcileTools`.
 *
 * @throws TypeError for a controller that is not a definition, such as a program in Go
 * @example
 * const controllers = together(builtInControllers, replicas(2, elected));
 */
export function replicas(count: number, definition: ControllerDefinition): StartControllers {
  if (typeof definition === "function") {
    throw new TypeError(
      "replicas runs a definition { name, watches, start } several times; a program in Go, or a controller that is " +
        "started already, has none: give it to `together` twice, with two names",
    );
  }
  const names = Array.from({ length: count }, (_, at) => `${definition.name}-${at}`);
  const processes = names.map((name) => ({ name, start: controller({ ...definition, name }) }));
  // They are processes of their own: in the process that starts this, there is nothing to run.
  const start = (_host: Host) => NOTHING;
  return Object.assign(start, { ownNames: names, replicas: processes });
}
