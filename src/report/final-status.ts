/** The Jobs at the end of a run, as kubectl shows them. */

import { stringify } from "yaml";
import type { JobLife } from "../analysis/job-life.ts";
import { isJsonList, isJsonObject } from "../api/json.ts";
import { type JobColumns, jobColumns } from "./job-columns.ts";
import { PLAIN, type Style } from "./style.ts";
import { type TextColumn, textTable } from "./text-table.ts";

interface Row extends JobColumns {
  readonly namespace: string;
  readonly life: JobLife;
}

/**
 * Prints `kubectl get job` for the Jobs, those that are gone included.
 *
 * @param nowMs the current instant, milliseconds since 1970; a deleted Job is shown as it was just before deletion
 * @param epochMs the instant that virtual time 0 stands for, milliseconds since 1970
 */
export function jobTable(jobs: readonly JobLife[], nowMs: number, epochMs: number, style: Style = PLAIN): string[] {
  const rows = jobs.map((life): Row => {
    const seenMs = life.goneMs === undefined ? nowMs : epochMs + life.goneMs;
    return { ...jobColumns(life.last, seenMs), namespace: life.namespace, life };
  });
  const isDefault = rows.every(({ namespace }) => namespace === "default");
  const columns: readonly TextColumn<Row>[] = [
    { title: "NAMESPACE", cell: ({ namespace }) => (isDefault ? "" : namespace) },
    { title: "NAME", cell: ({ name }) => name },
    { title: "STATUS", cell: statusOf, paint: ({ status }, text) => paintStatus(status, text, style) },
    { title: "COMPLETIONS", cell: ({ completions }) => completions },
    { title: "DURATION", cell: ({ duration }) => duration },
    { title: "AGE", cell: ({ age }) => age },
  ];
  return textTable(rows, columns, style.dim);
}

/** Prints the status of a Job as `kubectl get job -o yaml` has it: keys in alphabetical order. */
export function statusYaml({ last }: JobLife): string[] {
  return stringify({ status: sorted(last.status) }, { lineWidth: 0 })
    .trimEnd()
    .split("\n");
}

function statusOf({ status, life }: Row): string {
  return life.goneMs === undefined ? status : `${status} (deleted)`;
}

function paintStatus(status: string, text: string, style: Style): string {
  if (status === "Complete" || status === "SuccessCriteriaMet") return style.good(text);
  if (status === "Failed" || status === "FailureTarget") return style.bad(text);
  return style.warn(text);
}

function sorted(value: unknown): unknown {
  if (isJsonList(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}
