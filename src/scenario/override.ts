/** `--set` for keys of a scenario, as opposed to fields of its Jobs. */

import { formatPath } from "../api/field-path.ts";
import { isJsonObject } from "../api/json.ts";
import { isFault } from "./checked.ts";
import type { SetChange } from "./manifests.ts";
import type { Problem } from "./problem.ts";
import { setField } from "./set-flag.ts";
import type { Located } from "./yaml-source.ts";

/** Keys of a scenario that a change may begin with; `metadata` and `spec` are those of every Job. */
const SCENARIO_KEYS: ReadonlySet<string | number> = new Set([
  "seed",
  "kubernetes",
  "until",
  "jobs",
  "pods",
  "events",
  "controllerManager",
  "cluster",
  "faults",
  "limitRanges",
  "priorityClasses",
  "background",
  "queues",
  "quotas",
  "watchLag",
  "expect",
  "cases",
  "parameters",
  "switches",
]);

/** Whether a change concerns the scenario, rather than each Job. */
export function isScenarioChange({ path: [first = ""] }: Pick<SetChange, "path">): boolean {
  return SCENARIO_KEYS.has(first);
}

/** Applies changes to a scenario; impossible ones are added to the problems. */
export function withChanges(document: Located, changes: readonly SetChange[], problems: Problem[]): Located {
  let { value } = document;
  for (const { text, path, value: to } of changes) {
    if (!isJsonObject(value)) continue;
    const changed = setField(value, path, to);
    if (isFault(changed)) problems.push({ file: `--set ${text}`, message: changed.problem });
    else value = changed.value;
  }
  return { ...document, value };
}

/** Problems of values that a flag has set are reported at the flag, not at the line that it replaced. */
export function attributeToChanges(problems: Problem[], from: number, changes: readonly SetChange[]): void {
  for (const [i, { path = "", message }] of problems.entries()) {
    if (i < from) continue;
    const change = changes.find((one) => isWithin(path, formatPath(one.path)));
    if (change !== undefined && path !== "") problems[i] = { file: `--set ${change.text}`, path, message };
  }
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
}
