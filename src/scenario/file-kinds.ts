/** Kinds of documents that can be run, and what is said about others. */

import { describeJson } from "../api/json.ts";
import { nearest } from "../api/nearest.ts";
import { quote } from "../api/quote.ts";

export const API_VERSION = "jobsim.dev/v1";
export const SCENARIO_KIND = "Scenario";
const JOB_VERSION = "batch/v1";

/** `list`: the value's `items` are separate documents. */
export type FileKind = "scenario" | "job" | "cronJob" | "list";

const KINDS: Readonly<Record<string, { readonly apiVersion: string; readonly fileKind: FileKind }>> = {
  Job: { apiVersion: JOB_VERSION, fileKind: "job" },
  CronJob: { apiVersion: JOB_VERSION, fileKind: "cronJob" },
  CronJobList: { apiVersion: JOB_VERSION, fileKind: "list" },
  JobList: { apiVersion: JOB_VERSION, fileKind: "list" },
  List: { apiVersion: "v1", fileKind: "list" },
  [SCENARIO_KIND]: { apiVersion: API_VERSION, fileKind: "scenario" },
};

export const SUPPORTED = `Job and CronJob (${JOB_VERSION}), List (v1), or ${SCENARIO_KIND} (${API_VERSION})`;

const HINTS: Readonly<Record<string, string>> = {
  JobSet: "; copy the template of each of its replicatedJobs into a Job of its own",
  Pod: "; put it into the template of a Job",
};

/** What a document is, or what is wrong with its `kind` or `apiVersion`. */
export type Classified =
  | { readonly fileKind: FileKind }
  | {
      readonly key: "kind" | "apiVersion";
      readonly problem: string;
      /** The kind of a Kubernetes object that is not part of a simulation, as it is counted. */
      readonly foreign?: string;
    };

/**
 * Determines what a document is by its `kind` and `apiVersion`.
 *
 * @example
 * classify({ apiVersion: "batch/v1", kind: "Job" }); // { fileKind: "job" }
 */
export function classify(document: { readonly [key: string]: unknown }): Classified {
  const { kind, apiVersion } = document;
  if (kind === undefined) return { key: "kind", problem: `is missing; supported are ${SUPPORTED}` };
  if (typeof kind !== "string") return { key: "kind", problem: `must be text; supported are ${SUPPORTED}` };
  const known = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (known === undefined) return unknownKind(kind, apiVersion);
  if (apiVersion === known.apiVersion) return { fileKind: known.fileKind };
  const group = groupOf(apiVersion);
  if (group !== undefined && group !== groupOf(known.apiVersion)) return otherKind(kind, group);
  const should = `${kind} is of ${known.apiVersion}`;
  if (apiVersion === undefined) return { key: "apiVersion", problem: `is missing; write ${known.apiVersion}` };
  return {
    key: "apiVersion",
    problem: `unknown version ${typeof apiVersion === "string" ? quote(apiVersion) : describeJson(apiVersion)}; ${should}`,
  };
}

/** Groups whose kinds people may have misspelt. */
const OWN_GROUPS = new Set([...Object.values(KINDS).map(({ apiVersion }) => groupOf(apiVersion)), undefined]);

/** The group of an API version: `batch` of `batch/v1`, empty for `v1`; undefined if there is none. */
export function groupOf(apiVersion: unknown): string | undefined {
  if (typeof apiVersion !== "string") return undefined;
  const slash = apiVersion.indexOf("/");
  return slash === -1 ? "" : apiVersion.slice(0, slash);
}

/** A foreign kind that has the name of one of ours. */
function otherKind(kind: string, group: string): Classified {
  const of = `${kind} of ${quote(group)}`;
  const problem = `${of} cannot be simulated; supported are ${SUPPORTED}`;
  return { key: "apiVersion", problem, foreign: `${kind} of ${group.slice(0, 60)}` };
}

function unknownKind(kind: string, apiVersion: unknown): Classified {
  const meant = OWN_GROUPS.has(groupOf(apiVersion)) ? nearest(kind, Object.keys(KINDS)) : undefined;
  if (meant !== undefined) return { key: "kind", problem: `unknown kind ${quote(kind)}; did you mean "${meant}"?` };
  const hint = Object.hasOwn(HINTS, kind) ? HINTS[kind] : undefined;
  const name = kind.slice(0, 60);
  return {
    key: "kind",
    problem: `${name} cannot be simulated${hint ?? `; supported are ${SUPPORTED}`}`,
    foreign: name,
  };
}
