/** From `clientFaults` of a scenario to the faults of a plan. */

import type { FieldPath } from "../api/field-path.ts";
import type { ClientFault, ClientMatch, ClientTrouble } from "../simulation/faults/client-fault.ts";
import { compileDuration } from "./compile-time.ts";
import type { Reporter } from "./report.ts";
import type { ClientFaultInput } from "./schema-client-faults.ts";

const TROUBLES = ["error", "lost", "delay", "stale", "stall", "break", "repeat"] as const;

/** Compiles the faults; problems go to the reporter. */
export function compileClientFaults(inputs: readonly ClientFaultInput[], reporter: Reporter): readonly ClientFault[] {
  return inputs.flatMap((input, i) => {
    const path: FieldPath = ["clientFaults", i];
    const given = TROUBLES.filter((key) => input[key] !== undefined);
    if (given.length !== 1) {
      reporter.problem(path, `needs exactly one of ${TROUBLES.join(", ")}`);
      return [];
    }
    if (input.retryAfter !== undefined && input.error !== 429 && input.error !== 504) {
      reporter.problem([...path, "retryAfter"], "goes with error 429 or 504");
    }
    const { chance, count } = input;
    return [
      {
        match: matchOf(input),
        trouble: troubleOf(input, path, reporter),
        ...(chance === undefined ? {} : { chance }),
        ...(count === undefined ? {} : { count }),
      },
    ];
  });
}

function matchOf({ userAgent, verb, resource }: ClientFaultInput): ClientMatch {
  return {
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(verb === undefined ? {} : { verbs: [verb].flat() }),
    ...(resource === undefined ? {} : { resources: [resource].flat() }),
  };
}

function troubleOf(input: ClientFaultInput, path: FieldPath, reporter: Reporter): ClientTrouble {
  const { error, retryAfter, delay, stale, stall } = input;
  const ms = (key: "delay" | "stale" | "stall" | "break") => compileDuration(input[key] ?? 0, [...path, key], reporter);
  if (error !== undefined) {
    const wait = retryAfter === undefined ? {} : { retryAfterSeconds: retryAfter };
    return { kind: "error", code: error, ...wait };
  }
  if (delay !== undefined) return { kind: "delay", delayMs: ms("delay") };
  if (stale !== undefined) return { kind: "stale", behindMs: ms("stale") };
  if (stall !== undefined) return { kind: "stall", forMs: ms("stall") };
  if (input.break !== undefined) return { kind: "break", afterMs: ms("break") };
  return input.lost === true ? { kind: "lost" } : { kind: "repeat" };
}
