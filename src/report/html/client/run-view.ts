/** One run on the page: its charts, and what kubectl would print. */

import type { Job } from "../../../api/types.ts";
import type { ReportData, ReportMark } from "../report-data.ts";
import { momentAt } from "./canvas.ts";
import { Counters, highestCount } from "./counters.ts";
import { Gantt } from "./gantt.ts";
import { jobAt, type WholeVersion, wholeVersions } from "./model.ts";
import { NowPanel } from "./now-panel.ts";
import { byId, type Side } from "./page-parts.ts";
import { rowsOf } from "./rows.ts";

export interface RunViewOptions {
  readonly side: Side;
  readonly marks: readonly ReportMark[];
  /** The end of the axis, which may be shared with other runs. */
  readonly endMs: number;
  /** Greatest height for the Gantt chart, pixels. */
  readonly maxHeight: number;
}

/** Heights of the charts. */
export interface ChartScale {
  readonly rows: number;
  /** The top of the counters. */
  readonly count: number;
}

export class RunView {
  readonly #data: ReportData;
  readonly #endMs: number;
  readonly #versions: readonly (readonly WholeVersion[])[];
  readonly #gantt: Gantt;
  readonly #counters: Counters;
  readonly #now: NowPanel;
  #job = 0;
  #atMs = 0;

  /** @param travel is called with the moment that was pointed at */
  constructor(data: ReportData, { side, marks, endMs, maxHeight }: RunViewOptions, travel: (atMs: number) => void) {
    this.#data = data;
    this.#endMs = endMs;
    this.#versions = data.jobs.map(wholeVersions);
    this.#gantt = new Gantt(side, marks, maxHeight);
    this.#counters = new Counters(side, marks);
    this.#now = new NowPanel(data, side);
    this.#listen(side, travel);
  }

  get job(): number {
    return this.#job;
  }

  versionsOf(job: number): readonly WholeVersion[] {
    return this.#versions[job] ?? [];
  }

  /** @param scale the least scale of both charts, so that they can match another run */
  chooseJob(number: number, scale: ChartScale = { rows: 0, count: 1 }): void {
    const job = this.#data.jobs[number];
    if (job === undefined) return;
    this.#job = number;
    const own = this.scaleOf(number);
    this.#gantt.show(job, Math.max(own.rows, scale.rows));
    this.#counters.show(this.versionsOf(number), Math.max(own.count, scale.count));
  }

  /** What the charts of a Job need. */
  scaleOf(number: number): ChartScale {
    const rows = rowsOf(this.#data.jobs[number]?.pods ?? []).count;
    return { rows, count: highestCount(this.versionsOf(number)) };
  }

  /** The chosen Job at the chosen moment. */
  get object(): Job | undefined {
    const job = this.#data.jobs[this.#job];
    return job === undefined ? undefined : jobAt(job, this.versionsOf(this.#job), this.#atMs);
  }

  draw(atMs: number): void {
    this.drawCharts(atMs);
    this.drawNow();
  }

  /** Draws only the charts: a page of two runs measures both before it writes anything. */
  drawCharts(atMs: number): void {
    this.#atMs = atMs;
    this.#gantt.draw(atMs, this.#endMs, this.#data.endMs);
    this.#counters.draw(atMs, this.#endMs, this.#data.endMs);
  }

  /** Shows what kubectl would print at the moment of the charts. */
  drawNow(): void {
    const job = this.#data.jobs[this.#job];
    if (job !== undefined) this.#now.draw(job, this.versionsOf(this.#job), this.#atMs);
  }

  /** Scrolls the chart to what is running now. */
  follow(): void {
    this.#gantt.follow(this.#atMs);
  }

  /** Lays out again what was drawn before, in a space of another size. */
  redraw(): void {
    this.draw(this.#atMs);
    this.#now.redraw();
  }

  #listen(side: Side, travel: (atMs: number) => void): void {
    const gantt = byId(`gantt${side}`);
    for (const box of [gantt, byId(`counters${side}`)]) {
      box.addEventListener("pointerdown", ({ clientX }) => travel(this.#momentIn(box, clientX)));
    }
    gantt.addEventListener("pointermove", ({ clientX, clientY }) => {
      const top = gantt.getBoundingClientRect().top;
      const pod = this.#gantt.podAt(clientY - top, this.#momentIn(gantt, clientX));
      gantt.title = pod === undefined ? "" : `pod ${pod.label}: ${pod.name}`;
    });
    gantt.addEventListener("scroll", () => this.#gantt.draw(this.#atMs, this.#endMs, this.#data.endMs));
  }

  #momentIn(box: HTMLElement, clientX: number): number {
    return momentAt(clientX - box.getBoundingClientRect().left, box.clientWidth, this.#endMs);
  }
}
