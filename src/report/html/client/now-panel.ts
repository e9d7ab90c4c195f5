/** What kubectl would print at the chosen moment. */

import { humanDuration } from "../../../api/human-duration.ts";
import { jobColumns } from "../../job-columns.ts";
import type { PodLook, ReportData, ReportJob, ReportPod } from "../report-data.ts";
import { LongList } from "./long-list.ts";
import { jobAt, lookAt, type WholeVersion } from "./model.ts";
import { byId, part, type Side } from "./page-parts.ts";

interface Seen {
  readonly pod: ReportPod;
  readonly look: PodLook;
}

const GAP = "   ";

export class NowPanel {
  readonly #data: ReportData;
  readonly #side: Side;
  readonly #list: LongList;
  #seen: readonly Seen[] = [];
  #atMs = 0;
  #widths: readonly number[] = [];

  constructor(data: ReportData, side: Side) {
    this.#data = data;
    this.#side = side;
    this.#list = new LongList(byId(`pods${side}`), (i) => this.#row(i));
  }

  draw(job: ReportJob, versions: readonly WholeVersion[], atMs: number): void {
    const { epochMs } = this.#data;
    const object = jobAt(job, versions, atMs);
    const gone = job.goneMs !== undefined && atMs >= job.goneMs;
    const missing = `Error from server (NotFound): jobs.batch "${job.name}" ${gone ? "not found: it is gone" : "not found: not created yet"}`;
    const place = byId(`job-table${this.#side}`);
    if (object === undefined) place.textContent = missing;
    else {
      const { name, status, completions, duration, age } = jobColumns(object, epochMs + atMs);
      const rows = [
        ["NAME", "STATUS", "COMPLETIONS", "DURATION", "AGE"],
        [name, status, completions, duration, age],
      ];
      place.textContent = table(rows, widthsOf(rows)).join("\n");
    }
    this.#drawPods(job, atMs);
  }

  /** Lays out again what was drawn before, in a space of another size. */
  redraw(): void {
    this.#list.draw();
  }

  #drawPods({ pods }: ReportJob, atMs: number): void {
    this.#atMs = atMs;
    const seen: Seen[] = [];
    const counts = new Map<string, number>();
    for (const pod of pods) {
      const look = lookAt(pod, atMs, this.#data);
      if (look === undefined) continue;
      seen.push({ pod, look });
      counts.set(look.status, (counts.get(look.status) ?? 0) + 1);
    }
    this.#seen = seen;
    const total = [...counts].map(([status, count]) => `${count.toLocaleString("en")} ${status}`).join(", ");
    byId(`pod-counts${this.#side}`).textContent = seen.length === 0 ? "no pods" : total;
    const nameWidth = seen.reduce((most, { pod }) => Math.max(most, pod.name.length), 4);
    const statusWidth = seen.reduce((most, { look }) => Math.max(most, look.status.length), 6);
    this.#widths = [nameWidth, 5, statusWidth, 8];
    byId(`pod-head${this.#side}`).textContent = joined(["NAME", "READY", "STATUS", "RESTARTS", "AGE"], this.#widths);
    this.#list.resize(seen.length);
  }

  #row(i: number): HTMLElement {
    const seen = this.#seen[i];
    if (seen === undefined) return part("div", "row", "");
    const { pod, look } = seen;
    const age = humanDuration(1000 * (Math.floor(this.#atMs / 1000) - Math.floor(pod.createdMs / 1000)));
    const killed = pod.kills?.findLast(({ atMs }) => atMs <= this.#atMs);
    const cells = [pod.name, look.ready, look.status, String(look.restarts), age];
    const text = joined(cells, this.#widths);
    const row = part("div", `row kind-${look.kind}`, killed === undefined ? text : `${text}${GAP}(${killed.text})`);
    row.title = `pod ${pod.label}`;
    return row;
  }
}

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  return (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
}

function table(rows: readonly (readonly string[])[], widths: readonly number[]): string[] {
  return rows.map((row) => joined(row, widths));
}

function joined(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, i) => cell.padEnd(widths[i] ?? 0))
    .join(GAP)
    .trimEnd();
}
