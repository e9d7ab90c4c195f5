/** Random trials: Jobs, how their pods behave, what is done to them, and what goes wrong. */

import { EPOCH_MS, type SimulationPlan, type TimedAction } from "../../simulation/plan.ts";
import type { Source } from "../source.ts";
import { drawActions } from "./actions.ts";
import { coincide } from "./coincide.ts";
import { drawFaults, drawReadFaults } from "./faults.ts";
import { drawFeatures, type Feature } from "./features.ts";
import { type DrawnJob, drawJob } from "./job.ts";
import { drawDuration, drawPodRules } from "./pod-rules.ts";
import { drawScale } from "./scale.ts";

/** A trial with some of the allowed features. */
export function drawTrial(source: Source, allowed: readonly Feature[]): SimulationPlan {
  const features = drawFeatures(source, allowed);
  const scale = drawScale(source);
  const first = drawJob(source, features, scale, "a");
  const jobs: [DrawnJob, ...DrawnJob[]] = [first];
  const creations: TimedAction[] = [{ atMs: 0, op: "createJob", manifest: first.manifest }];
  if (features.has("secondJob")) {
    const second = drawJob(source, features, scale, "b");
    jobs.push(second);
    creations.push({ atMs: drawDuration(source, 20_000), op: "createJob", manifest: second.manifest });
  }
  const pods = drawPodRules(source, features, scale, jobs);
  const actions = [...creations, ...drawActions(source, features, scale, jobs)].sort((a, b) => a.atMs - b.atMs);
  const seed = `t${source.below(1_000_000)}`;
  const faults = drawFaults(source, features, scale);
  const trial = coincide(source, scale, { epochMs: EPOCH_MS, seed, actions, pods, ...faults });
  return { ...trial, ...drawReadFaults(source, features, scale, trial) };
}
