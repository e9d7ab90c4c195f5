/** Finds rules without random quantities: all pods that they match share one script. */

import type { Distribution } from "../../engine/distribution.ts";
import type { ExitChoice } from "./exit-choice.ts";
import type { AttemptTraits, CompleteTraits, NamedContainerTraits } from "./rules.ts";

type Time = Distribution | "never" | "forever" | undefined;

/** Whether every quantity of the traits is fixed. */
export function isCertain(traits: CompleteTraits): boolean {
  const { schedule, start, ready, run, terminationTime, exit, terminationExit, restarts, containers = {} } = traits;
  return (
    [schedule, start, ready, run, terminationTime].every(isFixed) &&
    [exit, terminationExit].every(isOne) &&
    restarts.every(isCertainAttempt) &&
    Object.values(containers).every(isCertainContainer)
  );
}

function isCertainContainer(traits: NamedContainerTraits): boolean {
  const {
    runs = [],
    oomAt,
    onTerm,
    start,
    startup,
    ready,
    liveness,
    image,
    configMissing,
    postStart,
    preStop,
  } = traits;
  const { time, exit } = typeof onTerm === "object" ? onTerm : {};
  const { pull, failsFor } = typeof image === "object" ? image : {};
  return (
    [oomAt, time, start, startup, ready, liveness, pull, failsFor, configMissing, postStart, preStop].every(isFixed) &&
    isOne(exit) &&
    [traits, ...runs].every(isCertainAttempt)
  );
}

/** Whether nothing in an attempt is random. */
export function isCertainAttempt({ run, exit }: AttemptTraits): boolean {
  return isFixed(run) && isOne(exit);
}

function isFixed(time: Time): boolean {
  return typeof time !== "object" || time.kind === "fixed";
}

function isOne(exit: ExitChoice | undefined): boolean {
  return exit === undefined || exit.codes.length === 1;
}
