/** The page of one run: one moment is chosen, and everything shows it. */

import type { FleetPageData } from "../fleet-data.ts";
import type { ReportData } from "../report-data.ts";
import { openedJob, showFleet, unpackedJob } from "./fleet-view.ts";
import { History } from "./history.ts";
import { fillJobChoice, showJobChoice } from "./job-choice.ts";
import { fillLegends } from "./legends.ts";
import { byId, inputById, part } from "./page-parts.ts";
import { RunView } from "./run-view.ts";
import { TimeBar } from "./time-bar.ts";
import { showDifference, writeDifference } from "./write-difference.ts";
import { yamlLines } from "./yaml.ts";

const GANTT_HEIGHT = 400;

class ReportPage {
  readonly #data: ReportData;
  readonly #run: RunView;
  readonly #history: History;
  readonly #time: TimeBar;
  #chosen = -1;

  constructor(data: ReportData) {
    this.#data = data;
    const { endMs, epochMs, marks, jobs } = data;
    const travel = (atMs: number) => this.moveTo(atMs);
    this.#run = new RunView(data, { side: "", marks, endMs, maxHeight: GANTT_HEIGHT }, travel);
    this.#history = new History(data, "", (i) => this.#travelTo(i));
    this.#time = new TimeBar(epochMs, endMs, marks, { moveTo: travel, step: (by) => this.#step(by) });
    this.#fillHead();
    fillLegends(marks);
    fillJobChoice(jobs, (number) => {
      this.#chooseJob(number);
      this.#draw();
    });
    this.#listen();
    this.#chooseJob(0);
    this.moveTo(endMs);
    if (this.#history.outstanding !== undefined) this.#travelTo(this.#history.outstanding);
  }

  /** Shows a moment, at once. */
  moveTo(atMs: number): void {
    this.#time.show(atMs);
    this.#chosen = this.#history.lastAt(this.#time.atMs);
    this.#draw();
    this.#run.follow();
  }

  #travelTo(i: number): void {
    const transition = this.#history.at(i);
    if (transition === undefined) return;
    if (transition.job !== undefined && transition.job !== this.#run.job) this.#chooseJob(transition.job);
    this.#time.show(transition.atMs);
    this.#chosen = i;
    this.#draw();
    this.#run.follow();
  }

  #step(by: 1 | -1): void {
    this.#travelTo(Math.max(0, Math.min(this.#history.length - 1, this.#chosen + by)));
  }

  #draw(): void {
    this.#run.draw(this.#time.atMs);
    const { object } = this.#run;
    byId("status").textContent = object === undefined ? "" : yamlLines({ status: object.status }).join("\n");
    if (!this.#history.draw(this.#time.atMs, this.#chosen)) return;
    const { job, version } = this.#history.at(this.#chosen) ?? {};
    const versions = job === undefined ? [] : this.#run.versionsOf(job);
    showDifference(byId("difference"), this.#chosen < 0 ? [] : writeDifference(versions, version));
  }

  #chooseJob(number: number): void {
    const job = this.#data.jobs[number];
    if (job === undefined) return;
    showJobChoice(number);
    byId("outcome").textContent = `${job.name}: ${job.outcome}`;
    this.#run.chooseJob(number);
  }

  #fillHead(): void {
    const { title, description, facts } = this.#data;
    byId("title").textContent = title;
    byId("description").textContent = description;
    byId("facts").replaceChildren(
      ...facts.map(([name, value]) => {
        const entry = part("div", "", "");
        entry.append(part("dt", "", name), part("dd", "", value));
        return entry;
      }),
    );
  }

  #listen(): void {
    const events = inputById("events");
    events.addEventListener("change", () => {
      this.#history.showEvents(events.checked);
      this.moveTo(this.#time.atMs);
    });
    const redraw = () =>
      requestAnimationFrame(() => {
        this.#run.redraw();
        this.#history.redraw();
      });
    new ResizeObserver(redraw).observe(byId("charts"));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  }
}

declare global {
  interface Window {
    /** For tests: the page as a program sees it. */
    jobsimReport: { moveTo(atMs: number): void };
  }
}

/** A fleet shows its table; a Job that the address names is unpacked, and shown as a separate run. */
async function start(page: ReportData | FleetPageData): Promise<void> {
  if (!("fleet" in page)) {
    window.jobsimReport = new ReportPage(page);
    return;
  }
  window.addEventListener("hashchange", () => location.reload());
  const number = openedJob();
  const data = number === undefined ? undefined : await unpackedJob(page, number);
  if (data === undefined) showFleet(page);
  else {
    document.body.classList.add("one-job");
    window.jobsimReport = new ReportPage(data);
  }
}

const written = byId("data").textContent ?? "";
const page: ReportData | FleetPageData = JSON.parse(written);
void start(page);
