/** Puts the page together: one moment is chosen, and everything shows it. */

import { formatClock, formatSpan, needsDate } from "../../times.ts";
import type { ReportData, ReportJob } from "../report-data.ts";
import { momentAt } from "./canvas.ts";
import { COUNTERS, Counters } from "./counters.ts";
import { Gantt } from "./gantt.ts";
import { History } from "./history.ts";
import { type WholeVersion, wholeVersions } from "./model.ts";
import { NowPanel } from "./now-panel.ts";
import { byId, fillLegend, inputById, part } from "./page-parts.ts";

class ReportPage {
  readonly #data: ReportData;
  readonly #versions: readonly (readonly WholeVersion[])[];
  readonly #slider = inputById("slider");
  readonly #gantt = new Gantt();
  readonly #counters = new Counters();
  readonly #now: NowPanel;
  readonly #history: History;
  #job = 0;
  #atMs = 0;
  #chosen = -1;
  #isDrawing = false;

  constructor(data: ReportData) {
    this.#data = data;
    this.#versions = data.jobs.map(wholeVersions);
    this.#now = new NowPanel(data);
    this.#history = new History(
      data,
      (job) => this.#versions[job] ?? [],
      (i) => this.#travelTo(i),
    );
    this.#fillHead();
    this.#slider.max = String(data.endMs);
    this.#listen();
    this.#chooseJob(0);
    this.moveTo(data.endMs);
  }

  /** Shows a moment, at once. */
  moveTo(atMs: number): void {
    this.#atMs = Math.max(0, Math.min(this.#data.endMs, Math.round(atMs)));
    this.#chosen = this.#history.lastAt(this.#atMs);
    this.#slider.value = String(this.#atMs);
    this.#draw();
    this.#gantt.follow(this.#atMs);
  }

  #travelTo(i: number): void {
    const transition = this.#history.at(i);
    if (transition === undefined) return;
    if (transition.job !== undefined && transition.job !== this.#job) this.#chooseJob(transition.job);
    this.#atMs = transition.atMs;
    this.#chosen = i;
    this.#slider.value = String(this.#atMs);
    this.#draw();
    this.#gantt.follow(this.#atMs);
  }

  #step(by: 1 | -1): void {
    this.#travelTo(Math.max(0, Math.min(this.#history.length - 1, this.#chosen + by)));
  }

  #draw(): void {
    this.#isDrawing = false;
    const { endMs, epochMs } = this.#data;
    const text = `+${formatSpan(this.#atMs)}   ${formatClock(epochMs + this.#atMs, needsDate(endMs))}`;
    byId("moment").textContent = text;
    this.#slider.setAttribute("aria-valuetext", text);
    this.#gantt.draw(this.#atMs, endMs);
    this.#counters.draw(this.#atMs, endMs);
    const job = this.#data.jobs[this.#job];
    if (job !== undefined) this.#now.draw(job, this.#versions[this.#job] ?? [], this.#atMs);
    this.#history.draw(this.#atMs, this.#chosen);
  }

  /** Many moves within one frame are drawn once. */
  #drawSoon(draw: () => void): void {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    requestAnimationFrame(draw);
  }

  #chooseJob(number: number): void {
    const job: ReportJob | undefined = this.#data.jobs[number];
    if (job === undefined) return;
    this.#job = number;
    const choice = byId("job");
    if (choice instanceof HTMLSelectElement) choice.value = String(number);
    byId("outcome").textContent = `${job.name}: ${job.outcome}`;
    this.#gantt.show(job);
    this.#counters.show(this.#versions[number] ?? []);
  }

  #fillHead(): void {
    const { title, description, facts, jobs } = this.#data;
    byId("title").textContent = title;
    byId("description").textContent = description;
    byId("facts").replaceChildren(
      ...facts.map(([name, value]) => {
        const entry = part("div", "", "");
        entry.append(part("dt", "", name), part("dd", "", value));
        return entry;
      }),
    );
    byId("job").replaceChildren(
      ...jobs.map(({ name }, i) => {
        const option = part("option", "", name);
        option.setAttribute("value", String(i));
        return option;
      }),
    );
    byId("job-choice").classList.toggle("shown", jobs.length > 1);
    fillLegend("legend", [
      ["waiting to run", "pending"],
      ["running", "running"],
      ["succeeded", "succeeded"],
      ["failed", "failed"],
      ["failed, ignored", "waiting"],
      ["not counted", "terminating"],
    ]);
    fillLegend(
      "counter-legend",
      COUNTERS.map(({ counter, colour }) => [counter, colour]),
    );
  }

  #listen(): void {
    const { endMs } = this.#data;
    this.#slider.addEventListener("input", () => {
      this.#drawSoon(() => this.moveTo(Number(this.#slider.value)));
    });
    byId("previous").addEventListener("click", () => this.#step(-1));
    byId("next").addEventListener("click", () => this.#step(1));
    byId("job").addEventListener("change", ({ target }) => {
      if (target instanceof HTMLSelectElement) this.#chooseJob(Number(target.value));
      this.#draw();
    });
    const events = inputById("events");
    events.addEventListener("change", () => {
      this.#history.showEvents(events.checked);
      this.moveTo(this.#atMs);
    });
    document.addEventListener("keydown", (event) => this.#pressed(event));
    for (const id of ["gantt", "counters"]) {
      byId(id).addEventListener("pointerdown", ({ clientX }) => {
        const box = byId(id).getBoundingClientRect();
        this.moveTo(momentAt(clientX - box.left, byId(id).clientWidth, endMs));
      });
    }
    byId("gantt").addEventListener("pointermove", ({ clientX, clientY }) => {
      const box = byId("gantt").getBoundingClientRect();
      const at = momentAt(clientX - box.left, byId("gantt").clientWidth, endMs);
      const pod = this.#gantt.podAt(clientY - box.top, at);
      byId("gantt").title = pod === undefined ? "" : `pod ${pod.label}: ${pod.name}`;
    });
    byId("gantt").addEventListener("scroll", () => this.#gantt.draw(this.#atMs, endMs));
    const redraw = () => this.#drawSoon(() => this.#redraw());
    new ResizeObserver(redraw).observe(byId("charts"));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  }

  #redraw(): void {
    this.#draw();
    this.#now.redraw();
    this.#history.redraw();
  }

  #pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement) return;
    if (event.target instanceof HTMLInputElement && event.target.type === "checkbox") return;
    const isList = event.target instanceof Element && event.target.id === "transitions";
    const back = event.key === "ArrowLeft" || event.key === "p" || (isList && event.key === "ArrowUp");
    const forth = event.key === "ArrowRight" || event.key === "n" || (isList && event.key === "ArrowDown");
    if (back || forth) {
      const by = forth ? 1 : -1;
      if (event.shiftKey) this.moveTo(this.#atMs + by * 1000);
      else this.#step(by);
    } else if (event.key === "Home") this.moveTo(0);
    else if (event.key === "End") this.moveTo(this.#data.endMs);
    else return;
    event.preventDefault();
  }
}

declare global {
  interface Window {
    /** For tests: the page as a program sees it. */
    jobsimReport: ReportPage;
  }
}

const written = byId("data").textContent ?? "";
const data: ReportData = JSON.parse(written);
window.jobsimReport = new ReportPage(data);
