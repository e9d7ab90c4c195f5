/** The list of transitions of a run. */

import { formatClock, formatSpan, needsDate } from "../../../analysis/times.ts";
import type { ReportData, ReportTransition } from "../report-data.ts";
import { LongList } from "./long-list.ts";
import { lastUntil } from "./model.ts";
import { byId, part, type Side } from "./page-parts.ts";

export class History {
  readonly #data: ReportData;
  readonly #box: HTMLElement;
  readonly #list: LongList;
  readonly #spanWidth: number;
  /** What is listed: everything, or everything except Kubernetes Events. */
  #shown: readonly ReportTransition[] = [];
  #chosen = -1;
  #atMs = 0;

  /** @param travel is called with the number of the transition that was clicked */
  constructor(data: ReportData, side: Side, travel: (i: number) => void) {
    this.#data = data;
    this.#box = byId(`transitions${side}`);
    this.#spanWidth = formatSpan(data.endMs).length + 1;
    this.#list = new LongList(this.#box, (i) => this.#row(i, travel));
    this.showEvents(false);
  }

  /** Chooses whether Kubernetes Events are listed. */
  showEvents(isWanted: boolean): void {
    const { transitions } = this.#data;
    this.#shown = isWanted ? transitions : transitions.filter(({ what }) => what !== "event");
    this.#chosen = -1;
  }

  get length(): number {
    return this.#shown.length;
  }

  /** The transition with a number. */
  at(i: number): ReportTransition | undefined {
    return this.#shown[i];
  }

  /** Number of the last transition that is not after a moment. */
  lastAt(atMs: number): number {
    return lastUntil(this.#shown, atMs, (transition) => transition.atMs);
  }

  /** The highlighted transition, if there is one: the page opens there. */
  get outstanding(): number | undefined {
    const found = this.#shown.findIndex(({ stands }) => stands === true);
    return found === -1 ? undefined : found;
  }

  /** Shows the list at a moment; returns whether the chosen transition has changed. */
  draw(atMs: number, chosen: number): boolean {
    const isOther = chosen !== this.#chosen;
    this.#atMs = atMs;
    this.#chosen = chosen;
    this.#list.resize(this.#shown.length);
    if (isOther) this.#list.reveal(Math.max(0, chosen));
    this.#box.setAttribute("aria-activedescendant", this.#idOf(Math.max(0, chosen)));
    return isOther;
  }

  redraw(): void {
    this.#list.draw();
  }

  #idOf(i: number): string {
    return `${this.#box.id}-${i}`;
  }

  #row(i: number, travel: (i: number) => void): HTMLElement {
    const transition = this.#shown[i];
    const row = part("div", "row", "");
    if (transition === undefined) return row;
    const { atMs, what, text, tone = "", job, stands } = transition;
    const name = this.#data.jobs.length > 1 && job !== undefined ? `${this.#data.jobs[job]?.name}  ` : "";
    const clock = formatClock(this.#data.epochMs + atMs, needsDate(this.#data.endMs));
    row.append(
      part("span", "", `+${formatSpan(atMs)}`.padStart(this.#spanWidth)),
      part("span", "clock", `  ${clock}  `),
      part("span", "what", what.padEnd(11)),
      part("span", tone, `${name}${text}`),
    );
    row.id = this.#idOf(i);
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(i === this.#chosen));
    if (i === this.#chosen) row.classList.add("chosen");
    if (atMs > this.#atMs) row.classList.add("later");
    if (stands === true) row.classList.add("stands");
    row.addEventListener("click", () => travel(i));
    return row;
  }
}
