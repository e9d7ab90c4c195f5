/** The page of two runs: one moment is chosen, and both show it. */

import type { ComparisonData } from "../comparison-data.ts";
import type { ReportData, ReportJob } from "../report-data.ts";
import { History } from "./history.ts";
import { fillJobChoice, showJobChoice } from "./job-choice.ts";
import { fillLegends } from "./legends.ts";
import { lineDifference } from "./line-difference.ts";
import { byId, inputById, type Side } from "./page-parts.ts";
import { type ChartScale, RunView } from "./run-view.ts";
import { TimeBar } from "./time-bar.ts";
import { showDifference } from "./write-difference.ts";
import { yamlLines } from "./yaml.ts";

const GANTT_HEIGHT = 270;

/** One of the two runs. */
class ComparedSide {
  readonly run: RunView;
  readonly history: History;
  readonly #data: ReportData;
  readonly #side: Side;

  /**
   * @param travel is called with the moment that was pointed at, and the number of the transition if it was one
   */
  constructor(side: Side, data: ReportData, whole: ComparisonData, travel: (atMs: number, i?: number) => void) {
    this.#side = side;
    this.#data = data;
    const { marks, endMs } = whole;
    this.run = new RunView(data, { side, marks, endMs, maxHeight: GANTT_HEIGHT }, (atMs) => travel(atMs));
    this.history = new History(data, side, (i) => travel(this.history.at(i)?.atMs ?? 0, i));
  }

  /** Number of the Job with a name, or else of the one in the same place. */
  numberOf({ namespace, name }: ReportJob, place: number): number {
    const { jobs } = this.#data;
    const isSame = (job: ReportJob | undefined) => job?.namespace === namespace && job.name === name;
    return isSame(jobs[place]) ? place : Math.max(place, jobs.findIndex(isSame));
  }

  chooseJob(number: number, scale: ChartScale): void {
    this.run.chooseJob(number, scale);
    const job = this.#data.jobs[number];
    byId(`outcome${this.#side}`).textContent = job === undefined ? "" : `${job.name}: ${job.outcome}`;
  }

  /** Shows what belongs to their moment next to the charts. */
  drawTexts(atMs: number, chosen = this.history.lastAt(atMs)): void {
    this.run.drawNow();
    this.history.draw(atMs, chosen);
  }

  redraw(): void {
    this.run.redraw();
    this.history.redraw();
  }

  /** The nearest moment at which something happens after another moment, or before it. */
  momentBeside(atMs: number, by: 1 | -1): number | undefined {
    const { history } = this;
    for (let i = history.lastAt(atMs) + (by === 1 ? 1 : 0); i >= 0 && i < history.length; i += by) {
      const found = history.at(i)?.atMs ?? 0;
      if (found !== atMs) return found;
    }
    return undefined;
  }

  statusLines(): string[] {
    const { object } = this.run;
    return object === undefined ? ["# no Job"] : yamlLines({ status: object.status });
  }
}

class ComparisonPage {
  readonly #first: ComparedSide;
  readonly #second: ComparedSide;
  readonly #time: TimeBar;
  readonly #data: ComparisonData;

  constructor(data: ComparisonData) {
    this.#data = data;
    const { runs, endMs, marks } = data;
    const [a, b] = runs;
    this.#first = new ComparedSide("-a", a, data, (atMs, i) => this.moveTo(atMs, i));
    this.#second = new ComparedSide("-b", b, data, (atMs, i) => this.moveTo(atMs, undefined, i));
    this.#time = new TimeBar(a.epochMs, endMs, marks, {
      moveTo: (atMs) => this.moveTo(atMs),
      step: (by) => this.#step(by),
    });
    fillLegends(marks);
    fillJobChoice(a.jobs, (number) => {
      this.#chooseJob(number);
      this.moveTo(this.#time.atMs);
    });
    this.#listen();
    this.#chooseJob(0);
    this.moveTo(marks[0]?.atMs ?? endMs);
    if (marks.length > 0)
      this.moveTo(this.#time.atMs, this.#first.history.outstanding, this.#second.history.outstanding);
  }

  /** Shows a moment in both runs, at once; a transition that was chosen is shown as such. */
  moveTo(atMs: number, chosenA?: number, chosenB?: number): void {
    this.#time.show(atMs);
    const now = this.#time.atMs;
    for (const { run } of [this.#first, this.#second]) run.drawCharts(now);
    for (const { run } of [this.#first, this.#second]) run.follow();
    this.#first.drawTexts(now, chosenA);
    this.#second.drawTexts(now, chosenB);
    const [before, after] = [this.#first.statusLines(), this.#second.statusLines()];
    const isSame = before.join("\n") === after.join("\n");
    byId("difference-hint").textContent = isSame ? "the same in both" : "- first run, + second run";
    showDifference(byId("difference"), lineDifference(before, after));
  }

  #step(by: 1 | -1): void {
    const moments = [this.#first, this.#second].flatMap((side) => side.momentBeside(this.#time.atMs, by) ?? []);
    if (moments.length > 0) this.moveTo(by === 1 ? Math.min(...moments) : Math.max(...moments));
  }

  #chooseJob(number: number): void {
    const job = this.#data.runs[0].jobs[number];
    if (job === undefined) return;
    showJobChoice(number);
    const other = this.#second.numberOf(job, number);
    this.#first.chooseJob(number, this.#second.run.scaleOf(other));
    this.#second.chooseJob(other, this.#first.run.scaleOf(number));
  }

  #listen(): void {
    const events = inputById("events");
    events.addEventListener("change", () => {
      for (const side of [this.#first, this.#second]) side.history.showEvents(events.checked);
      this.moveTo(this.#time.atMs);
    });
    const redraw = () =>
      requestAnimationFrame(() => {
        this.#first.redraw();
        this.#second.redraw();
      });
    new ResizeObserver(redraw).observe(byId("charts-a"));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  }
}

declare global {
  interface Window {
    /** For tests: the page as a program sees it. */
    jobsimComparison: { moveTo(atMs: number): void };
  }
}

const compared: ComparisonData = JSON.parse(byId("data").textContent ?? "");
window.jobsimComparison = new ComparisonPage(compared);
