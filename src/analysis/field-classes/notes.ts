/**
 * Notes on fields that matter and are not simulated, on objects assumed to exist, and on containers without behaviour.
 */

import { decodeJob } from "../../api/decode-object.ts";
import { droppedPodFields } from "../../api/dropped-pod-fields.ts";
import { type FieldPath, formatPath } from "../../api/field-path.ts";
import { knownPodFields } from "../../api/release-fields.ts";
import type { Container, PodSpec } from "../../api/types.ts";
import { NO_RULES, type PodRules } from "../../kubelet/behaviour/rules.ts";
import type { LoadedScenario } from "../../scenario/load.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import { switchesOfPlan } from "../../simulation/releases/releases.ts";
import { widthOf } from "../lint/bounds.ts";
import { expectedWorkers } from "../lint/expected-workers.ts";
import { injectedContainers } from "../lint/injected.ts";
import { isServer } from "../lint/servers.ts";
import { demandedHostPaths } from "./host-paths.ts";
import { leftOutOf } from "./left-out.ts";
import { neededObjects, pullSecrets } from "./needed-objects.ts";
import { type NotedJob, notedJobs } from "./noted-job.ts";
import { timelessHooks } from "./timeless-hooks.ts";
import { unknownContainers } from "./unknown-containers.ts";

/** What is played. */
export type NotedScenario = Pick<LoadedScenario, "jobs" | "cronJobs" | "plan" | "skipped">;

/** One sentence for each field, each kind of object, and each container. */
export function fieldNotes(scenario: NotedScenario): readonly string[] {
  const { plan, skipped } = scenario;
  const jobs = notedJobs(scenario);
  const given = new Set(skipped.map(({ kind, name = "" }) => `${kind} ${name}`));
  const notes = new Notes(jobs.length);
  for (const job of jobs) {
    notes.onFields(job, plan.cluster !== undefined);
    notes.onRemoved(job, plan);
    notes.onInjection(job);
    notes.onObjects(job, given);
    notes.onContainers(job, plan.pods ?? NO_RULES);
    notes.onWorkers(job);
  }
  return [...notes.tell(), ...timelessHooks(jobs, plan), ...unknownContainers(jobs, plan)];
}

const WITHOUT_NODES =
  "not simulated, as no nodes are given (kubectl get nodes -o yaml, next to the Job, or cluster.nodes)";

class Notes {
  readonly #fields: Mentions;
  readonly #accounts: Mentions;
  readonly #settings: Mentions;
  readonly #pullSecrets: Mentions;
  readonly #hostPaths: Mentions;
  readonly #servers: Mentions;
  readonly #others: Mentions;
  readonly #workers: Mentions;

  constructor(count: number) {
    this.#fields = new Mentions(count);
    this.#accounts = new Mentions(count);
    this.#settings = new Mentions(count);
    this.#pullSecrets = new Mentions(count);
    this.#hostPaths = new Mentions(count);
    this.#servers = new Mentions(count);
    this.#others = new Mentions(count);
    this.#workers = new Mentions(count);
  }

  onFields({ manifest, prefix, title }: NotedJob, hasNodes: boolean): void {
    for (const { path, real, needsNodes } of leftOutOf(manifest, hasNodes)) {
      const field = fieldAt([...prefix, ...path]);
      const what = `${needsNodes ? WITHOUT_NODES : "not simulated"}: ${field} of ${JOBS}; a real cluster would ${real}`;
      this.#fields.add(what, title);
    }
  }

  /** Notes fields of a pod template that the release does not know, or has disabled: its API server removes them. */
  onRemoved({ manifest, prefix, title, template }: NotedJob, plan: SimulationPlan): void {
    const switches = switchesOfPlan(plan);
    const add = (path: FieldPath, why: string) => {
      const field = fieldAt([...prefix, ...path]);
      this.#fields.add(`removed: ${field} of ${JOBS}; Kubernetes ${plan.kubernetes} ${why}`, title);
    };
    for (const path of droppedPodFields(template.spec, switches.podFields)) {
      add(["spec", "template", "spec", ...path], "has the field's feature disabled");
    }
    const knows = knownPodFields(switches);
    if (knows === undefined) return;
    for (const { kind, path } of decodeJob(manifest, { knows }).problems) {
      if (kind === "unknownField") add(path, "does not know the field");
    }
  }

  onInjection({ template, title }: NotedJob): void {
    for (const { container, map, key } of injectedContainers(template)) {
      const what = `not simulated: ${map.slice(0, -1)} ${key} of ${JOBS}`;
      const real = `add container ${container} to the pods, and unless it is a native sidecar the Job would not complete`;
      this.#fields.add(`${what}; a real cluster would ${real}`, title);
    }
  }

  /** @param given `ConfigMap settings` for each object that is next to the Jobs */
  onObjects({ template: { spec: pod }, title }: NotedJob, given: ReadonlySet<string>): void {
    const needed = [...new Set(neededObjects(pod).map(({ kind, name }) => `${kind} ${name}`))];
    const missing = needed.filter((object) => !given.has(object));
    const settings = missing.filter((object) => !object.startsWith("ServiceAccount "));
    for (const account of missing) if (!settings.includes(account)) this.#accounts.add(account, title);
    const first = pod.containers[0]?.name ?? "";
    if (settings.length > 0) this.#settings.add(`${joined(settings)}|${first}`, title);
    const secrets = [...new Set(pullSecrets(pod).map((name) => `Secret ${name}`))].filter((name) => !given.has(name));
    if (secrets.length > 0) this.#pullSecrets.add(`${joined(secrets)}|${first}`, title);
    const paths = demandedHostPaths(pod);
    if (paths.length > 0) this.#hostPaths.add(joined(paths), title);
  }

  /** Notes main containers without their own behaviour: they end with the first one. */
  onContainers({ template: { spec: pod }, title }: NotedJob, rules: PodRules): void {
    const traits = [rules.default, ...rules.rules.map((rule) => rule.traits)];
    const told = new Set(traits.flatMap(({ container, containers = {} }) => [container, ...timed(containers)]));
    for (const container of silentOf(pod, told)) {
      (isServer(container) ? this.#servers : this.#others).add(container.name, title);
    }
  }

  /** Notes a program whose workers wait for each other: here they do not wait. */
  onWorkers({ spec, title }: NotedJob): void {
    const expected = expectedWorkers(spec);
    const width = widthOf(spec);
    if (expected === undefined || width === 0 || expected.pods <= width) return;
    const said = `expects ${expected.pods} workers (${expected.where}), and at most ${width} ${width === 1 ? "runs" : "run"} at a time`;
    this.#workers.add(said, title);
  }

  tell(): readonly string[] {
    return [
      ...this.#fields.tell((text, of) => text.replace(JOBS, of)),
      ...this.#accounts.tell(
        (account, of) => `assumed to exist: ${account} of ${of}; a real cluster would refuse the pods if there is none`,
      ),
      ...this.#settings.tell((text, of) => {
        const [objects = "", container = ""] = text.split("|");
        return `assumed to exist: ${objects} of ${of}; a real cluster would not start the pods while one is missing; to play that: pods.default.containers.${container}.config.missingUntil: 5m`;
      }),
      ...this.#pullSecrets.tell((text, of) => {
        const [secrets = "", container = ""] = text.split("|");
        const real =
          "go on without, with a Warning (FailedToRetrieveImagePullSecret), and a registry that asks for credentials would refuse the image";
        return `assumed to exist: ${secrets} (imagePullSecrets) of ${of}; a real kubelet would ${real}; to play that: pods.default.containers.${container}.image.missing: true`;
      }),
      ...this.#hostPaths.tell(
        (paths, of) =>
          `assumed to be on every node: ${paths} (hostPath) of ${of}; a real kubelet would not start the pods on a node without (FailedMount); to play that: pods.default.start: never`,
      ),
      ...this.#servers.tell(
        (name, of) =>
          `container ${name} of ${of} looks like a server that runs until it is stopped: here it ends with the others, but in a cluster the Job may never complete; ${howToPlay(name)}`,
      ),
      ...this.#workers.tell(
        (said, of) =>
          `${of} ${said}: here each ends by itself, but in a cluster it would wait for workers that are not created before it ends; to change that: --set spec.parallelism`,
      ),
      ...this.#others.tell(
        (name, of) =>
          `container ${name} of ${of} ends with the first one, because no behaviour is given for it; ${howToPlay(name)}`,
      ),
    ];
  }
}

/** Stands for the Jobs in a text about several. */
const JOBS = "\u0000";

function silentOf({ containers }: PodSpec, told: ReadonlySet<string | undefined>): readonly Container[] {
  if (containers.length < 2) return [];
  const [first] = containers;
  return containers.filter((container) => !told.has(container.name) && (container !== first || isServer(container)));
}

/** Those whose end is given; the others end with the first. */
function timed(containers: NonNullable<PodRules["default"]["containers"]>): readonly string[] {
  return Object.entries(containers).flatMap(([name, { run, runs = [], oomAt }]) =>
    [run, oomAt, ...runs.map((attempt) => attempt.run)].some((time) => time !== undefined) ? [name] : [],
  );
}

function howToPlay(name: string): string {
  return `to keep it running: pods.default.containers.${name}.run: forever`;
}

/** A field as a note names it: one name, whichever container or volume it is in. */
function fieldAt(path: FieldPath): string {
  return formatPath(path).replaceAll(/\[\d+\]/g, "[]");
}

/** `ConfigMap a, Secret b and Secret c`. */
function joined(objects: readonly string[]): string {
  const last = objects.at(-1) ?? "";
  return objects.length < 2 ? last : `${objects.slice(0, -1).join(", ")} and ${last}`;
}

/** Collects which Jobs something is said about, so that it is said once. */
class Mentions {
  readonly #jobs = new Map<string, Set<string>>();
  readonly #count: number;

  /** @param count of all Jobs */
  constructor(count: number) {
    this.#count = count;
  }

  /** @param job `Job train` */
  add(text: string, job: string): void {
    const jobs = this.#jobs.get(text) ?? new Set();
    this.#jobs.set(text, jobs.add(job));
  }

  /** Each text once, with a phrase for its Jobs. */
  tell(sentence: (text: string, of: string) => string): string[] {
    return Array.from(this.#jobs, ([text, jobs]) => {
      const of = jobs.size === 1 || this.#count === 1 ? [...jobs].join("") : `${jobs.size} Jobs`;
      return sentence(text, of);
    });
  }
}
