/** The columns of `kubectl get jobs`. */

import { humanDuration } from "../../api/human-duration.ts";
import { statusWord } from "../../api/status-word.ts";
import { type ApiSwitches, CURRENT_API } from "../../api/switches.ts";
import type { Job, LabelSelector } from "../../api/types.ts";
import { ageOf } from "./age.ts";
import { AGE_COLUMN, NAME_COLUMN, textColumn } from "./common-columns.ts";

const STATUS_COLUMN = textColumn("Status", "Status of the job.");
const OTHER_COLUMNS = [
  textColumn(
    "Completions",
    "The number of pods which reached phase Succeeded. The value increases monotonically for a given spec. However, it may decrease in reaction to scale down of elastic indexed jobs.",
  ),
  textColumn("Duration", "Time required to complete the job."),
  AGE_COLUMN,
  textColumn("Containers", "Names of each container in the template.", 1),
  textColumn("Images", "Images referenced by each container in the template.", 1),
  textColumn(
    "Selector",
    "A label query over pods that should match the pod count. Normally, the system sets this field for you. " +
      "More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors",
    1,
  ),
];

/** The columns of the release. */
export function jobColumns({ statusColumn }: ApiSwitches) {
  return statusColumn === "none" ? [NAME_COLUMN, ...OTHER_COLUMNS] : [NAME_COLUMN, STATUS_COLUMN, ...OTHER_COLUMNS];
}

/** The row of a Job. */
export function jobCells(job: Job, nowMs: number, switches: ApiSwitches = CURRENT_API): readonly unknown[] {
  const { containers } = job.spec.template.spec;
  return [
    job.metadata.name,
    ...(switches.statusColumn === "none" ? [] : [statusWord(job, switches)]),
    completions(job),
    duration(job, nowMs),
    ageOf(job.metadata.creationTimestamp, nowMs),
    containers.map(({ name }) => name).join(","),
    containers.map(({ image = "" }) => image).join(","),
    formatSelector(job.spec.selector),
  ];
}

function completions({ spec, status }: Job): string {
  const { succeeded = 0 } = status;
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const { parallelism = 0 } = spec;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function duration({ status }: Job, nowMs: number): string {
  if (status.startTime === undefined) return "";
  const endMs = status.completionTime === undefined ? nowMs : Date.parse(status.completionTime);
  return humanDuration(endMs - Date.parse(status.startTime));
}

/** Formats a selector as kubectl prints it: `a=b,c in (d,e),!f`. */
export function formatSelector(selector: LabelSelector | undefined): string {
  if (selector === undefined) return "<none>";
  const exact = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => ({ key, text: `${key}=${value}` }));
  const others = (selector.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    const list = `(${[...values].sort().join(",")})`;
    const texts: Readonly<Record<string, string>> = {
      In: `${key} in ${list}`,
      NotIn: `${key} notin ${list}`,
      Exists: key,
      DoesNotExist: `!${key}`,
    };
    return { key, text: texts[operator] ?? "<error>" };
  });
  const all = [...exact, ...others].sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  return all.length === 0 ? "<none>" : all.map(({ text }) => text).join(",");
}
