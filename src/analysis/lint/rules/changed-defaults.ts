/** JS212: the defaults that the API server sets differ between releases. */

import { isJsonList, isJsonObject } from "../../../api/json.ts";
import type { Job } from "../../../api/types.ts";
import { ApiServer } from "../../../apiserver/api-server.ts";
import { CommitLog } from "../../../apiserver/log.ts";
import { NameSource } from "../../../apiserver/names.ts";
import { Storage } from "../../../apiserver/storage.ts";
import { spanText } from "../../../simulation/releases/release-words.ts";
import type { Release } from "../../../simulation/releases/releases.ts";
import type { JobInRelease, RangeRule, Remark } from "../rule.ts";

export const changedDefaults: RangeRule = {
  id: "JS212",
  severity: "advice",
  title: "defaults change",
  why:
    "The API server completes a Job: defaults, labels, the selector, annotations. If that differs between releases, " +
    "anything that selects pods by labels, or compares stored Jobs with manifests, sees a difference after the upgrade.",
  advice: "Check what reads these fields; spell out a default if it matters.",
  validity: {},
  compare(views) {
    const releases = views.map(({ release }) => release);
    const filled = views.map(filledIn);
    const names = new Set(filled.flatMap((leaves) => [...leaves.keys()]));
    const changes = [...names].flatMap((name) => changeOf(name, filled, releases) ?? []);
    return together(changes);
  },
};

/** A default, by its place: the object that holds it, and its name there. */
interface Change {
  readonly holder: string;
  readonly text: string;
}

/** What the server adds to the manifest: each leaf by its path. Nothing for a Job that it refuses. */
function filledIn(inRelease: JobInRelease): ReadonlyMap<string, string> {
  const stored = admitted(inRelease);
  if (stored === undefined) return new Map();
  const own = leavesOf(inRelease.written);
  return new Map([...leavesOf(stored)].filter(([path]) => !own.has(path)));
}

/**
 * The Job as the API server of a release stores it, with all defaults; `undefined` if that refuses it. UIDs and names
 * are the same in each release.
 */
function admitted({ manifest, switches }: Pick<JobInRelease, "manifest" | "switches">): Job | undefined {
  const storage = new Storage(new CommitLog("none"), new NameSource("lint"), () => 0, 0);
  const created = new ApiServer(storage, { switches }).jobs.create(manifest, "user");
  return created.ok ? created.object : undefined;
}

/** Paths are JSON lists, because labels contain dots. */
function leavesOf({ metadata, spec }: Job): ReadonlyMap<string, string> {
  const { labels, annotations, uid } = metadata;
  const leaves = new Map<string, string>();
  collect({ labels, annotations }, ["metadata"]);
  collect(spec, ["spec"]);
  return leaves;

  function collect(value: unknown, path: readonly (string | number)[]): void {
    if (isJsonObject(value)) for (const [key, part] of Object.entries(value)) collect(part, [...path, key]);
    else if (isJsonList(value)) for (const [i, part] of value.entries()) collect(part, [...path, i]);
    else if (value !== undefined)
      leaves.set(JSON.stringify(path), uid !== "" && value === uid ? "the UID" : JSON.stringify(value));
  }
}

function changeOf(
  name: string,
  filled: readonly ReadonlyMap<string, string>[],
  releases: readonly Release[],
): Change | undefined {
  // A release that refuses the Job sets no defaults, and says nothing about them.
  const known = filled.flatMap((leaves, i) => (leaves.size === 0 ? [] : [{ leaves, release: releases[i] }]));
  const values = [...new Set(known.map(({ leaves }) => leaves.get(name)))];
  if (values.length < 2) return undefined;
  const among = known.flatMap(({ release }) => release ?? []);
  const parts = values.flatMap((value) => {
    const where = known.flatMap(({ leaves, release }) => (leaves.get(name) === value ? (release ?? []) : []));
    // If there is only one value, it is absent in the other releases.
    return value === undefined && values.length === 2 ? [] : [`${value ?? "absent"} ${spanText(where, among)}`];
  });
  const path: unknown = JSON.parse(name);
  const steps = Array.isArray(path) ? path.map(String) : [];
  return { holder: steps.slice(0, -1).join("."), text: `${steps.at(-1) ?? ""}: ${parts.join(", ")}` };
}

/** One remark for each object, however many of its fields changed. */
function together(changes: readonly Change[]): Remark[] {
  const byHolder = new Map<string, string[]>();
  for (const { holder, text } of changes) byHolder.set(holder, [...(byHolder.get(holder) ?? []), text]);
  return [...byHolder].map(([holder, texts]) => ({ path: holder.split("."), message: texts.join("; ") }));
}
