/** Random trials: Jobs, how their pods behave, what happens to them, and what goes wrong. */

import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { NO_RULES } from "../../kubelet/behaviour/rules.ts";
import { EPOCH_MS, type SimulationPlan, type TimedAction } from "../../simulation/plan.ts";
import { chance, type Source } from "../source.ts";
import { drawActions } from "./actions.ts";
import { coincide } from "./coincide.ts";
import { type DrawnCronJob, drawCronJob } from "./cron-job.ts";
import { withCrowd } from "./crowds.ts";
import { drawFaults, drawReadFaults } from "./faults.ts";
import { drawFeatures, drawLaterFeatures, drawPodFeatures, type Feature, hasCronJob, isCrowded } from "./features.ts";
import { withEvictions, withFullPods } from "./full-pods.ts";
import { type DrawnJob, drawJob, TEMPLATES, URGENT } from "./job.ts";
import { withLaterFaults, withSuccessor } from "./later-faults.ts";
import { withOtherWorlds } from "./other-worlds.ts";
import { drawDuration, drawPodRules } from "./pod-rules.ts";
import { drawScale, type Scale } from "./scale.ts";

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
  const mayPreempt = features.has("nodes") && features.has("secondJob") && chance(source, 50);
  const drawn = { epochMs: EPOCH_MS, seed, actions, pods, ...faults };
  const trial = coincide(source, scale, mayPreempt ? withPriority(drawn, "b") : drawn);
  const disturbed = { ...trial, ...drawReadFaults(source, features, scale, trial) };
  const scheduled = hasCronJob(source, allowed) ? withCronJob(disturbed, drawCronJob(source, scale)) : disturbed;
  const whole = withLaterFeatures(source, allowed, scale, withPodFeatures(source, allowed, scale, scheduled));
  return isCrowded(source, allowed) ? withCrowd(source, scale, whole) : whole;
}

/** Drawn last, so that the rest of a trial is the same without them. */
function withLaterFeatures(
  source: Source,
  allowed: readonly Feature[],
  scale: Scale,
  trial: SimulationPlan,
): SimulationPlan {
  const features = drawLaterFeatures(source, allowed);
  const disturbed = withLaterFaults(source, features, scale, trial);
  const again = features.has("lateWrites") ? withSuccessor(source, scale, disturbed) : disturbed;
  return withOtherWorlds(source, features, scale, again);
}

function withPodFeatures(
  source: Source,
  allowed: readonly Feature[],
  scale: Scale,
  trial: SimulationPlan,
): SimulationPlan {
  const features = drawPodFeatures(source, allowed);
  const full = features.has("fullPods") ? withFullPods(source, scale, trial) : trial;
  return features.has("kubeletEvictions") ? withEvictions(source, scale, full) : full;
}

function withCronJob(trial: SimulationPlan, cronJob: DrawnCronJob): SimulationPlan {
  const { pods = NO_RULES } = trial;
  const actions = [...trial.actions, ...cronJob.actions].sort((a, b) => a.atMs - b.atMs);
  return { ...trial, actions, pods: { ...pods, rules: [...cronJob.rules, ...pods.rules] } };
}

/** The pods of one Job may preempt those of the others. */
function withPriority(trial: SimulationPlan, name: string): SimulationPlan {
  const actions = trial.actions.map((action): TimedAction => {
    if (action.op !== "createJob" || !isNamed(action.manifest, name)) return action;
    const { spec = {} } = action.manifest;
    if (!isJsonObject(spec)) return action;
    const template = spec.template === TEMPLATES.OnFailure ? URGENT.OnFailure : URGENT.Never;
    return { ...action, manifest: { ...action.manifest, spec: { ...spec, template } } };
  });
  return { ...trial, actions, priorityClasses: { high: 1000 } };
}

function isNamed({ metadata }: JsonObject, name: string): boolean {
  return isJsonObject(metadata) && metadata.name === name;
}
