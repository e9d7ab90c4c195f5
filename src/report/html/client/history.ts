/** The list of transitions, and what the chosen one changed. */

import { formatClock, formatSpan, needsDate } from "../../times.ts";
import type { ReportData, ReportTransition } from "../report-data.ts";
import { lineDifference } from "./line-difference.ts";
import { LongList } from "./long-list.ts";
import { lastUntil, type WholeVersion } from "./model.ts";
import { byId, part } from "./page-parts.ts";
import { yamlLines } from "./yaml.ts";

const SIGNS = { same: "  ", added: "+ ", removed: "- " } as const;

export class History {
  readonly #data: ReportData;
  readonly #versionsOf: (job: number) => readonly WholeVersion[];
  readonly #list: LongList;
  readonly #spanWidth: number;
  /** What is listed: everything, or all but Kubernetes Events. */
  #shown: readonly ReportTransition[] = [];
  #chosen = -1;
  #atMs = 0;

  /** @param travel is called with the transition that was clicked */
  constructor(data: ReportData, versionsOf: (job: number) => readonly WholeVersion[], travel: (i: number) => void) {
    this.#data = data;
    this.#versionsOf = versionsOf;
    this.#spanWidth = formatSpan(data.endMs).length + 1;
    this.#list = new LongList(byId("transitions"), (i) => this.#row(i, travel));
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

  /** Shows the list at a moment, and what a transition changed. */
  draw(atMs: number, chosen: number): void {
    const isOther = chosen !== this.#chosen;
    this.#atMs = atMs;
    this.#chosen = chosen;
    if (isOther) this.#list.reveal(Math.max(0, chosen));
    this.#list.resize(this.#shown.length);
    if (isOther) this.#drawDifference(this.#shown[chosen]);
  }

  redraw(): void {
    this.#list.draw();
  }

  #row(i: number, travel: (i: number) => void): HTMLElement {
    const transition = this.#shown[i];
    const row = part("div", "row", "");
    if (transition === undefined) return row;
    const { atMs, what, text, tone = "", job } = transition;
    const name = this.#data.jobs.length > 1 && job !== undefined ? `${this.#data.jobs[job]?.name}  ` : "";
    const clock = formatClock(this.#data.epochMs + atMs, needsDate(this.#data.endMs));
    row.append(
      part("span", "", `+${formatSpan(atMs)}`.padStart(this.#spanWidth)),
      part("span", "clock", `  ${clock}  `),
      part("span", "what", what.padEnd(11)),
      part("span", tone, `${name}${text}`),
    );
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(i === this.#chosen));
    if (i === this.#chosen) row.classList.add("chosen");
    if (atMs > this.#atMs) row.classList.add("later");
    row.addEventListener("click", () => travel(i));
    return row;
  }

  #drawDifference(transition: ReportTransition | undefined): void {
    byId("difference").replaceChildren(
      ...this.#differenceOf(transition).map(({ kind, text }) =>
        part("div", kind === "same" ? "" : kind, `${SIGNS[kind]}${text}`),
      ),
    );
  }

  #differenceOf(transition: ReportTransition | undefined) {
    const { job, version } = transition ?? {};
    const versions = job === undefined ? [] : this.#versionsOf(job);
    const after = version === undefined ? undefined : versions[version];
    if (version === undefined || after === undefined) {
      return [{ kind: "same", text: transition === undefined ? "" : "This changed nothing of the Job." } as const];
    }
    const before = versions[version - 1];
    return lineDifference(before === undefined ? [] : linesOf(before, after), linesOf(after, before));
  }
}

/** The status, and the spec where the two versions differ in it. */
function linesOf(version: WholeVersion, other: WholeVersion | undefined): string[] {
  const { spec, status } = version;
  return yamlLines(other !== undefined && other.spec === spec ? { status } : { spec, status });
}
