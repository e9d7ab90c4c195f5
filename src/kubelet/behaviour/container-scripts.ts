/** Draws the scripts of named containers of a pod. */

import type { ContainerScript, NamedRun } from "../script.ts";
import { isCertainAttempt } from "./certain.ts";
import { drawCode, drawStep, drawTime, type Streams } from "./draws.ts";
import { always } from "./exit-choice.ts";
import { outOfMemory } from "./out-of-memory.ts";
import type { AttemptTraits, CompleteTraits, NamedContainerTraits } from "./rules.ts";

/** What containers have, and what they get from their pod. */
export interface DrawnTraits extends Pick<CompleteTraits, "terminationTime" | "terminationExit"> {
  readonly containers?: Readonly<Record<string, NamedContainerTraits>>;
}

/** The scripts of the containers that the rules name. */
export function drawContainers(
  { containers = {}, terminationTime, terminationExit }: DrawnTraits,
  streams: Streams,
): Readonly<Record<string, ContainerScript>> {
  return Object.fromEntries(
    Object.entries(containers).map(([name, traits]) => {
      const own: Streams = (quantity) => streams(`container ${name} ${quantity}`);
      return [name, drawContainer({ ...traits, ...termination(traits) }, own)];
    }),
  );

  function termination({ onTerm }: NamedContainerTraits): Pick<NamedContainerTraits, "onTerm"> {
    return onTerm === undefined || onTerm === "ignore"
      ? {}
      : { onTerm: { time: onTerm.time ?? terminationTime, exit: onTerm.exit ?? terminationExit } };
  }
}

function drawContainer(traits: NamedContainerTraits, streams: Streams): ContainerScript {
  const { start, startup, ready, liveness, onTerm, configMissing, postStart, preStop, yields = [] } = traits;
  const runs = drawRuns(traits, streams);
  const laterRun = runs === undefined ? undefined : laterRunOf(traits, streams);
  const image = drawImage(traits, streams);
  return {
    ...(runs === undefined ? {} : { runs }),
    ...(laterRun === undefined ? {} : { laterRun }),
    ...(image === undefined ? {} : { image }),
    ...(onTerm === undefined ? {} : { onTerm: drawTermination(onTerm, streams) }),
    ...(start === undefined ? {} : { startMs: drawTime(start, "start", streams) }),
    ...(startup === undefined ? {} : { startupMs: drawStep(startup, "startup", streams) }),
    ...(ready === undefined ? {} : { readyMs: drawStep(ready, "ready", streams) }),
    ...(liveness === undefined ? {} : { livenessFailsMs: drawStep(liveness, "liveness", streams) }),
    ...(configMissing === undefined ? {} : { configMissingMs: drawStep(configMissing, "config", streams) }),
    ...(yields.length === 0 ? {} : { yields }),
    ...(yields.includes("restarts") ? { unlisted: drawRun(traits, 0, streams) } : {}),
    ...(postStart === undefined ? {} : { postStartMs: drawTime(postStart, "postStart", streams) }),
    ...(preStop === undefined ? {} : { preStopMs: drawTime(preStop, "preStop", streams) }),
  };
}

/** `undefined` if the rules do not say how it runs. */
function drawRuns(traits: NamedContainerTraits, streams: Streams): readonly NamedRun[] | undefined {
  const { run, exit, runs, oomAt } = traits;
  if (run === undefined && exit === undefined && runs === undefined && oomAt === undefined) return undefined;
  const attempts: readonly AttemptTraits[] = runs ?? [{}];
  return attempts.map((attempt, at) => drawRun({ ...traits, ...attempt }, at, streams));
}

/** `undefined` if every attempt after the listed ones is like the last of them. */
function laterRunOf(traits: NamedContainerTraits, streams: Streams): ContainerScript["laterRun"] {
  const { runs, oomAt } = traits;
  const last: RunTraits = { ...traits, ...runs?.at(-1) };
  const isKilledByChance = oomAt !== undefined && oomAt.kind !== "fixed";
  return isCertainAttempt(last) && !isKilledByChance ? undefined : (attempt) => drawRun(last, attempt, streams);
}

type RunTraits = Pick<NamedContainerTraits, "run" | "exit" | "oomAt">;

function drawRun({ run, exit, oomAt }: RunTraits, at: number, streams: Streams): NamedRun {
  const runMs = run === undefined ? undefined : drawStep(run, `run ${at}`, streams);
  const exitCode = exit === undefined ? undefined : drawCode(exit, `exit ${at}`, streams);
  const oomMs = oomAt === undefined ? undefined : drawTime(oomAt, `oom ${at}`, streams);
  const isKilled = oomMs !== undefined && (runMs === undefined || runMs === "forever" || oomMs <= runMs);
  if (isKilled) return outOfMemory(oomMs);
  return {
    ...(runMs === undefined ? {} : { runMs }),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(oomMs === undefined ? {} : { oomMs }),
  };
}

function drawTermination(onTerm: NonNullable<NamedContainerTraits["onTerm"]>, streams: Streams) {
  if (onTerm === "ignore") return "ignore";
  const { time, exit = always(143) } = onTerm;
  return {
    afterMs: time === undefined ? 0 : drawTime(time, "termination", streams),
    exitCode: drawCode(exit, "termination exit", streams),
  };
}

function drawImage({ image }: NamedContainerTraits, streams: Streams): ContainerScript["image"] {
  if (image === undefined || image === "missing") return image;
  const { pull, failsFor } = image;
  return {
    pullMs: pull === undefined ? 0 : drawTime(pull, "pull", streams),
    failsForMs: failsFor === undefined ? 0 : drawTime(failsFor, "pull fails", streams),
  };
}
