/** From `containers` of a pod's behaviour to traits. */

import type { FieldPath } from "../api/field-path.ts";
import { fixed } from "../engine/distribution.ts";
import type { AttemptTraits, NamedContainerTraits } from "../kubelet/behaviour/rules.ts";
import { compileDuration, compileExit, compileTime } from "./compile-time.ts";
import type { Reporter } from "./report.ts";
import type { AttemptInput, ContainerInput, ContainersInput } from "./schema-containers.ts";
import type { TimeInput } from "./schema-time.ts";

/** The traits of the containers that a scenario names. */
export function compileContainers(
  containers: ContainersInput,
  path: FieldPath,
  reporter: Reporter,
): Readonly<Record<string, NamedContainerTraits>> {
  return Object.fromEntries(
    Object.entries(containers).map(([name, input]) => [name, compileContainer(input, [...path, name], reporter)]),
  );
}

function compileContainer(input: ContainerInput, path: FieldPath, reporter: Reporter): NamedContainerTraits {
  const { runs, onTerm, image, config } = input;
  const time = (key: "oomAt" | "start" | "postStart" | "preStop") => {
    const given = input[key];
    return given === undefined ? {} : { [key]: compileTime(given, [...path, key], reporter) };
  };
  const step = (key: "startup" | "ready" | "liveness") => {
    const given: TimeInput | "never" | undefined = input[key];
    if (given === undefined) return {};
    return { [key]: given === "never" ? given : compileTime(given, [...path, key], reporter) };
  };
  return {
    ...compileAttempt(input, path, reporter),
    ...(runs === undefined ? {} : { runs: runs.map((run, i) => compileAttempt(run, [...path, "runs", i], reporter)) }),
    ...time("oomAt"),
    ...time("start"),
    ...time("postStart"),
    ...time("preStop"),
    ...step("startup"),
    ...step("ready"),
    ...step("liveness"),
    ...(onTerm === undefined ? {} : { onTerm: compileTerm(onTerm, [...path, "onTerm"], reporter) }),
    ...(image === undefined ? {} : { image: compileImage(image, [...path, "image"], reporter) }),
    ...(config === undefined
      ? {}
      : { configMissing: timeOrForever(config.missingUntil, [...path, "config", "missingUntil"], reporter) }),
  };
}

function compileAttempt({ run, exit }: AttemptInput, path: FieldPath, reporter: Reporter): AttemptTraits {
  return {
    ...(run === undefined ? {} : { run: timeOrForever(run, [...path, "run"], reporter) }),
    ...(exit === undefined ? {} : { exit: compileExit(exit, [...path, "exit"], reporter) }),
  };
}

function timeOrForever(time: TimeInput | "forever", path: FieldPath, reporter: Reporter) {
  return time === "forever" ? time : compileTime(time, path, reporter);
}

function compileTerm(onTerm: NonNullable<ContainerInput["onTerm"]>, path: FieldPath, reporter: Reporter) {
  if (onTerm === "ignore") return onTerm;
  const { time, exit } = onTerm;
  return {
    ...(time === undefined ? {} : { time: compileTime(time, [...path, "time"], reporter) }),
    ...(exit === undefined ? {} : { exit: compileExit(exit, [...path, "exit"], reporter) }),
  };
}

function compileImage(
  { missing, pull, failsFor }: NonNullable<ContainerInput["image"]>,
  path: FieldPath,
  reporter: Reporter,
): NonNullable<NamedContainerTraits["image"]> {
  if (missing === true) {
    if (pull !== undefined || failsFor !== undefined) {
      reporter.problem(path, "a missing image is never pulled: leave out pull and failsFor");
    }
    return "missing";
  }
  return {
    ...(pull === undefined ? {} : { pull: compileTime(pull, [...path, "pull"], reporter) }),
    ...(failsFor === undefined ? {} : { failsFor: fixed(compileDuration(failsFor, [...path, "failsFor"], reporter)) }),
  };
}
