/** The slider with its buttons and keys: where the chosen moment comes from. */

import { formatClock, formatSpan, needsDate } from "../../../analysis/times.ts";
import type { ReportMark } from "../report-data.ts";
import { fillMarkStrip } from "./marks.ts";
import { byId, inputById } from "./page-parts.ts";

const SHIFT_MS = 1_000;

/** What a move does to the page. */
export interface Moves {
  /** Shows a moment, at once. */
  moveTo(atMs: number): void;
  /** Goes to the next transition, or the one before. */
  step(by: 1 | -1): void;
}

export class TimeBar {
  readonly #slider = inputById("slider");
  readonly #epochMs: number;
  readonly #endMs: number;
  readonly #moves: Moves;
  #atMs = 0;
  #isMoving = false;

  constructor(epochMs: number, endMs: number, marks: readonly ReportMark[], moves: Moves) {
    this.#epochMs = epochMs;
    this.#endMs = endMs;
    this.#moves = moves;
    this.#slider.max = String(endMs);
    fillMarkStrip(marks, endMs);
    this.#listen();
  }

  get atMs(): number {
    return this.#atMs;
  }

  /** Shows the chosen moment, kept within the run. */
  show(atMs: number): void {
    this.#atMs = Math.max(0, Math.min(this.#endMs, Math.round(atMs)));
    this.#slider.value = String(this.#atMs);
    const text = `+${formatSpan(this.#atMs)}   ${formatClock(this.#epochMs + this.#atMs, needsDate(this.#endMs))}`;
    byId("moment").textContent = text;
    this.#slider.setAttribute("aria-valuetext", text);
  }

  #listen(): void {
    this.#slider.addEventListener("input", () => {
      // Many moves within one frame are drawn once.
      if (this.#isMoving) return;
      this.#isMoving = true;
      requestAnimationFrame(() => {
        this.#isMoving = false;
        this.#moves.moveTo(Number(this.#slider.value));
      });
    });
    byId("previous").addEventListener("click", () => this.#moves.step(-1));
    byId("next").addEventListener("click", () => this.#moves.step(1));
    document.addEventListener("click", ({ target }) => {
      const at = target instanceof HTMLElement ? target.dataset.at : undefined;
      if (at !== undefined) this.#moves.moveTo(Number(at));
    });
    document.addEventListener("keydown", (event) => this.#pressed(event));
  }

  #pressed(event: KeyboardEvent): void {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || target instanceof HTMLSelectElement) return;
    if (target instanceof HTMLInputElement && target.type === "checkbox") return;
    const isList = target instanceof Element && target.role === "listbox";
    const back = key === "ArrowLeft" || key === "p" || (isList && key === "ArrowUp");
    const forth = key === "ArrowRight" || key === "n" || (isList && key === "ArrowDown");
    if (back || forth) {
      const by = forth ? 1 : -1;
      if (event.shiftKey) this.#moves.moveTo(this.#atMs + by * SHIFT_MS);
      else this.#moves.step(by);
    } else if (key === "Home") this.#moves.moveTo(0);
    else if (key === "End") this.#moves.moveTo(this.#endMs);
    else return;
    event.preventDefault();
  }
}
