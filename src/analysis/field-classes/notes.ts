/** Notes on fields that matter and are not simulated, and on containers of which nothing is said. */

import { decodeJob } from "../../api/decode-object.ts";
import { formatPath } from "../../api/field-path.ts";
import type { Container } from "../../api/types.ts";
import { NO_RULES } from "../../kubelet/behaviour/rules.ts";
import type { LoadedScenario } from "../../scenario/load.ts";
import { isServer } from "../lint/servers.ts";
import { leftOutOf } from "./left-out.ts";

/** What is played. */
export type NotedScenario = Pick<LoadedScenario, "jobs" | "plan">;

/** One sentence for each field, then one for each container. */
export function fieldNotes(scenario: NotedScenario): readonly string[] {
  return [...leftOutNotes(scenario), ...containerNotes(scenario)];
}

const WITHOUT_NODES = "not simulated, as the scenario describes no nodes (cluster.nodes)";

/** Which Jobs something is said about. */
class Mentions {
  readonly #jobs = new Map<string, Set<string>>();
  readonly #count: number;

  constructor(count: number) {
    this.#count = count;
  }

  add(text: string, job: string): void {
    const jobs = this.#jobs.get(text) ?? new Set();
    this.#jobs.set(text, jobs.add(job));
  }

  /** Each text once, with words for its Jobs. */
  tell(sentence: (text: string, of: string) => string): string[] {
    return Array.from(this.#jobs, ([text, jobs]) => {
      const of = jobs.size === 1 || this.#count === 1 ? `Job ${[...jobs].join("")}` : `${jobs.size} Jobs`;
      return sentence(text, of);
    });
  }
}

function leftOutNotes({ jobs, plan }: NotedScenario): string[] {
  const mentions = new Mentions(jobs.length);
  const realOf = new Map<string, { readonly real: string; readonly needsNodes: boolean }>();
  for (const { manifest } of jobs) {
    const { name, generateName } = decodeJob(manifest).object.metadata;
    for (const { path, ...found } of leftOutOf(manifest, plan.cluster !== undefined)) {
      // One note a field, in whichever container or volume it stands.
      const field = formatPath(path).replaceAll(/\[\d+\]/g, "[]");
      realOf.set(field, found);
      mentions.add(field, name === "" ? (generateName ?? "") : name);
    }
  }
  return mentions.tell((field, of) => {
    const { real = "", needsNodes = false } = realOf.get(field) ?? {};
    return `${needsNodes ? WITHOUT_NODES : "not simulated"}: ${field} of ${of}; a real cluster would ${real}`;
  });
}

/** Says of main containers without a behaviour of their own that they end with the first one. */
function containerNotes({ jobs, plan: { pods = NO_RULES } }: NotedScenario): string[] {
  const traits = [pods.default, ...pods.rules.map((rule) => rule.traits)];
  const told = new Set(traits.flatMap(({ container, containers = {} }) => [container, ...Object.keys(containers)]));
  const servers = new Mentions(jobs.length);
  const others = new Mentions(jobs.length);
  for (const { manifest } of jobs) {
    const { metadata, spec } = decodeJob(manifest).object;
    for (const container of silentOf(spec.template.spec.containers, told)) {
      (isServer(container) ? servers : others).add(container.name, metadata.name);
    }
  }
  return [
    ...servers.tell(
      (name, of) =>
        `container ${name} of ${of} looks like one that serves until it is stopped: here it ends with the others, and in a cluster the Job may never complete; ${howToPlay(name)}`,
    ),
    ...others.tell(
      (name, of) =>
        `container ${name} of ${of} ends with the first one, as no behaviour is given for it; ${howToPlay(name)}`,
    ),
  ];
}

function silentOf(containers: readonly Container[], told: ReadonlySet<string | undefined>): readonly Container[] {
  if (containers.length < 2) return [];
  const [first] = containers;
  return containers.filter((container) => !told.has(container.name) && (container !== first || isServer(container)));
}

function howToPlay(name: string): string {
  return `to play one that goes on: pods.default.containers.${name}.run: forever`;
}
