/** What the events of a file mean in a plan. */

import type { TimedAction } from "../../simulation/actions/table.ts";
import type { Disturbance } from "../../simulation/faults/disturbance.ts";
import type { JobNames } from "../job-names.ts";
import type { Reporter } from "../report.ts";
import { EventContext, type RunSurroundings } from "./event-context.ts";
import type { EventEffect } from "./event-kind.ts";
import { EVENTS, type EventInput, type EventInputs } from "./table.ts";

/** What the events of a file cause, in the order of the file. */
export interface CompiledEvents {
  readonly actions: readonly TimedAction[];
  readonly disturbances: readonly Disturbance[];
}

/**
 * Compiles the events of a file.
 *
 * @param events as the schema found them
 * @param jobs the Jobs that events may name
 * @param reporter receives what is wrong
 * @param nodes names of the nodes that events may name
 */
export function compileEvents(
  events: readonly EventInput[],
  jobs: JobNames,
  reporter: Reporter,
  surroundings?: RunSurroundings,
): CompiledEvents {
  const happenings = events.flatMap((event, i) =>
    compile(event, new EventContext(["events", i], jobs, reporter, surroundings)),
  );
  return {
    actions: happenings.filter((happening) => "op" in happening),
    disturbances: happenings.filter((happening) => "kind" in happening),
  };
}

const COMPILERS: {
  readonly [Action in keyof EventInputs]: {
    readonly compile: (event: EventInputs[Action], context: EventContext) => readonly EventEffect[];
  };
} = EVENTS;

function compile<Action extends keyof EventInputs>(
  event: EventInputs[Action] & { readonly action: Action },
  context: EventContext,
): readonly EventEffect[] {
  return COMPILERS[event.action].compile(event, context);
}
