/** One change in the words of kubectl. */

import { humanDuration } from "../../api/human-duration.ts";
import { isJsonList } from "../../api/json.ts";
import { jsonText, numberText } from "../../api/json-text.ts";
import type { Actor } from "../../apiserver/log.ts";
import type { FieldChange } from "./field-changes.ts";
import type {
  Change,
  ConditionChange,
  ControllersChanged,
  OtherObjectChanged,
  PodChanged,
  StatusChanged,
} from "./transition.ts";

/** One line: what kind of thing happened, and what. */
export interface Line {
  readonly what:
    | "created"
    | "status"
    | "condition"
    | "event"
    | "user"
    | "pod"
    | "ttl"
    | "refused"
    | "deleted"
    | "controller"
    | "program"
    | "because"
    | "read"
    | "unseen"
    | "repeats";
  readonly text: string;
  readonly tone?: "good" | "bad" | "warn";
}

const MAX_VALUE = 44;
const MAX_PODS_NAMED = 3;
const ARROW = "→";

/** Says what happened, in one or more lines. */
export function describe(transition: Change | OtherObjectChanged): Line[] {
  switch (transition.kind) {
    case "pod":
      return [describePod(transition)];
    case "object":
      return [describeObject(transition)];
    case "created":
      return [{ what: "created", text: describeSpec(transition.spec) }];
    case "status":
      return describeStatus(transition);
    case "patched": {
      const changes = transition.changes.map(({ field, before, after }) => `${field} ${arrow(before, after)}`);
      const text = changes.length === 0 ? "patch that changes nothing" : `patch ${join(changes)}`;
      const { by } = transition;
      return [{ what: actorOf(by), text: by === "user" ? text : `${text} (by ${by})` }];
    }
    case "deletion":
      return [{ what: actorOf(transition.by), text: `delete job, propagation ${transition.propagation}` }];
    case "gone":
      return [{ what: "deleted", text: `job ${transition.job.name} is gone` }];
    case "podRemoved": {
      const { pod, disruption, force } = transition;
      const verb = disruption === undefined ? "delete" : "evict";
      const why = disruption === undefined ? "" : `, condition DisruptionTarget=True ${disruption}`;
      return [{ what: "user", text: `${verb} pod ${pod}${force ? " by force" : ""}${why}` }];
    }
    case "event": {
      const { type, reason, message, count, pod, container } = transition;
      const times = count > 1 ? ` (×${count})` : "";
      const about = pod === undefined ? "" : `pod ${pod}${container === undefined ? "" : ` ${container}`}: `;
      const text = `${about}${type} ${reason}${times}  ${message}`;
      return [{ what: "event", text, ...(type === "Warning" ? WARN : {}) }];
    }
    case "refused": {
      const { by, verb, resource, message } = transition;
      return [{ what: "refused", text: `${by} ${verb} ${resource}: ${message}`, tone: "warn" }];
    }
    case "because":
      return [{ what: "because", text: `${transition.text}  [${transition.rule}]` }];
    case "controllers":
      return [{ what: "controller", text: describeProcess(transition), tone: "warn" }];
    case "program": {
      const { by, text, exitCode } = transition;
      if (exitCode === undefined) return [{ what: "program", text: `${by}: ${text}` }];
      return [{ what: "program", text: `${by} exits with code ${exitCode}`, tone: exitCode === 0 ? "warn" : "bad" }];
    }
  }
}

/** The usual writer of statuses: it is named only if it is someone else. */
const JOB_CONTROLLER: Actor = "job-controller";

const WARN = { tone: "warn" } as const;

const PROCESS_CHANGES = {
  started: "controllers started",
  stopped: "controllers stopped",
  joined: "a second process of controllers started next to the first",
  left: "the older of the two processes of controllers ended",
} as const;

function describeObject({ by, type, verb, of, name, changes }: OtherObjectChanged): Line {
  const object = `${of.toLowerCase()} ${name}`;
  if (type === "DELETED") return { what: "deleted", text: `${object} is gone` };
  const isNew = type === "ADDED";
  const fields = changes.map(({ field, before, after }) => `${field} ${isNew ? show(after) : arrow(before, after)}`);
  if (isNew) return { what: "created", text: join([`${object} created by ${by}`, ...fields]) };
  const asked = verb === "delete" ? [`delete ${object}`] : [object];
  const text = join([...asked, ...fields]);
  return { what: actorOf(by), text: by === "user" ? text : `${text} (by ${by})` };
}

function describeProcess({ change, replica }: ControllersChanged): string {
  if (replica === undefined) return PROCESS_CHANGES[change];
  return change === "joined" || change === "left" ? `${replica}: ${PROCESS_CHANGES[change]}` : `${replica} ${change}`;
}

function describePod({ pod, by, type, verb, changes, conditions }: PodChanged): Line {
  const told = [
    ...(type === "ADDED" ? [`created by ${by}`] : []),
    ...changes.flatMap((change) => describePodField(change, type === "ADDED")),
    ...conditions.map(({ type: condition, before, status }) => `${condition} ${before ?? "none"}${ARROW}${status}`),
    ...(type === "DELETED" ? ["gone"] : []),
  ];
  const what = told.length === 0 ? [`${verb} by ${by}`] : told;
  return { what: "pod", text: `${pod} ${join(what)}`, ...(conditions.some(isDisruption) ? WARN : {}) };
}

function isDisruption({ type, status }: ConditionChange): boolean {
  return type === "DisruptionTarget" && status === "True";
}

/** @param isNew the pod was created: its initial values go without saying */
function describePodField({ field, before, after }: FieldChange, isNew: boolean): string[] {
  switch (field) {
    case "index":
      return [`index ${after ?? "none"}`];
    case "nodeName":
      return [`bound to ${after ?? "no node"}`];
    case "deletionTimestamp":
      return before === undefined ? ["to be deleted"] : [];
    case "finalizer":
      if (isNew) return [];
      return [after === true ? "finalizer added" : "finalizer removed"];
    default:
      return isNew ? [] : [`${field} ${before ?? "none"}${ARROW}${after ?? "none"}`];
  }
}

function actorOf(actor: string): "user" | "ttl" | "controller" {
  if (actor === "user") return "user";
  return actor === "ttl-controller" ? "ttl" : "controller";
}

function describeStatus({ changes, conditions, by }: StatusChanged): Line[] {
  const fields = describeChanges(changes);
  const text = by === JOB_CONTROLLER ? fields : `${fields} (written by ${by === "user" ? "a user" : by})`;
  const lines: Line[] = fields === "" ? [] : [{ what: "status", text }];
  return [...lines, ...conditions.map(describeCondition)];
}

/** Fields of a status; values that only went from absent to 0 or empty are left out. */
export function describeChanges(changes: readonly FieldChange[]): string {
  const telling = changes.filter(({ before, after }) => !(isNothing(before) && isNothing(after)));
  return join((telling.length === 0 ? changes : telling).map(describeChange));
}

function describeChange({ field, before, after }: FieldChange): string {
  const list = /^uncountedTerminatedPods\.(.*)$/.exec(field)?.[1];
  if (list !== undefined) return `uncounted ${list} ${describePods(before, after)}`;
  if (field.endsWith("Time")) return `${field} ${after === undefined ? "cleared" : "set"}`;
  if (field.endsWith("Indexes")) return `${field} ${show(after ?? "")}`;
  return `${field} ${arrow(before ?? 0, after ?? 0)}`;
}

/** Pods that wait to be counted: by name if they are few, otherwise as numbers. */
function describePods(before: unknown, after: unknown): string {
  const [earlier, later] = [listOf(before), listOf(after)];
  const names = later.length > 0 && later.length <= MAX_PODS_NAMED ? ` (${later.join(", ")})` : "";
  return `${earlier.length}${ARROW}${later.length}${names}`;
}

function describeCondition({ type, status, reason, message }: ConditionChange): Line {
  const why = [reason, message === undefined ? undefined : JSON.stringify(message)].filter(
    (part) => part !== undefined,
  );
  const tone = toneOf(type, status);
  return {
    what: "condition",
    text: [`${type}=${status}`, ...why].join("  "),
    ...(tone === undefined ? {} : { tone }),
  };
}

function toneOf(type: string, status: string): Line["tone"] {
  if (status !== "True") return undefined;
  if (type === "Complete" || type === "SuccessCriteriaMet") return "good";
  if (type === "Failed" || type === "FailureTarget") return "bad";
  return "warn";
}

/** What shapes the course of a Job, without defaults. */
function describeSpec(spec: readonly FieldChange[]): string {
  const value = (name: string) => spec.find(({ field }) => field === name)?.after;
  const work =
    value("completions") === undefined
      ? "work queue"
      : `${value("completions")} ${value("completions") === 1 ? "completion" : "completions"}`;
  const seconds = (name: string) => (typeof value(name) === "number" ? humanDuration(Number(value(name)) * 1000) : "");
  const deadline = value("activeDeadlineSeconds") === undefined ? "" : seconds("activeDeadlineSeconds");
  const unlimited = value("backoffLimitPerIndex") !== undefined && value("backoffLimit") === 2 ** 31 - 1;
  return [
    `${value("completionMode")}, ${work}, parallelism ${value("parallelism")}`,
    unlimited ? "" : `backoffLimit ${value("backoffLimit")}`,
    ...["backoffLimitPerIndex", "maxFailedIndexes"].map((name) =>
      value(name) === undefined ? "" : `${name} ${value(name)}`,
    ),
    deadline === "" ? "" : `deadline ${deadline}`,
    value("podReplacementPolicy") === "Failed" ? "podReplacementPolicy Failed" : "",
    value("ttlSecondsAfterFinished") === undefined ? "" : `removed ${seconds("ttlSecondsAfterFinished")} after its end`,
    value("suspend") === true ? "suspended" : "",
    value("managedBy") === undefined ? "" : `managedBy ${value("managedBy")}`,
  ]
    .filter((part) => part !== "")
    .join(", ");
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === 0 || value === "";
}

function listOf(value: unknown): readonly unknown[] {
  return isJsonList(value) ? value : [];
}

function arrow(before: unknown, after: unknown): string {
  return `${show(before)}${ARROW}${show(after)}`;
}

function show(value: unknown): string {
  if (value === undefined) return "none";
  const text = typeof value === "string" ? JSON.stringify(value) : textOf(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE - 1)}…${text.startsWith('"') ? '"' : ""}` : text;
}

function textOf(value: unknown): string {
  return typeof value === "number" ? numberText(value) : typeof value === "object" ? jsonText(value) : String(value);
}

function join(parts: readonly string[]): string {
  return parts.join("  ");
}
