/** The pods as bars: waiting, running, ended; what is still to come at the chosen moment is pale. */

import type { ReportJob, ReportMark, ReportPod } from "../report-data.ts";
import { AXIS_HEIGHT, drawAxis, drawCursor, type Frame, LABEL_WIDTH, openFrame } from "./canvas.ts";
import { drawMarks } from "./marks.ts";
import { byId, canvasById, type Side } from "./page-parts.ts";
import { type Rows, rowsOf } from "./rows.ts";

const MAX_ROW = 20;
const MIN_ROW = 4;
/** Rows lower than this have no room for a label each. */
const LABELLED_ROW = 12;
const PALE = 0.3;
const PAD_BELOW = 6;
/** Rows begin a little below the axis, so that the first label is whole. */
const FIRST_ROW_Y = AXIS_HEIGHT + 4;
const MIN_HEIGHT = 100;

export class Gantt {
  readonly #box: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #side: Side;
  readonly #marks: readonly ReportMark[];
  readonly #maxHeight: number;
  #rows: Rows = rowsOf([]);
  /** Pods by row, so that only those in view are drawn. */
  #byRow: readonly (readonly ReportPod[])[] = [];
  #rowHeight = MAX_ROW;

  /** @param maxHeight the space for the chart; fewer rows take less */
  constructor(side: Side, marks: readonly ReportMark[], maxHeight: number) {
    this.#side = side;
    this.#box = byId(`gantt${side}`);
    this.#canvas = canvasById(`gantt-canvas${side}`);
    this.#marks = marks;
    this.#maxHeight = maxHeight;
  }

  /** @param rows the least number of rows to make room for, so that two charts can be side by side */
  show({ pods }: ReportJob, rows: number): void {
    const found = rowsOf(pods);
    this.#rows = { ...found, count: Math.max(found.count, rows) };
    const byRow: ReportPod[][] = Array.from({ length: this.#rows.count }, () => []);
    for (const [i, pod] of pods.entries()) byRow[this.#rows.rowOf[i] ?? 0]?.push(pod);
    this.#byRow = byRow;
    byId(`rows-hint${this.#side}`).textContent = this.#rows.hint;
    this.#box.setAttribute("aria-label", `Gantt chart of ${pods.length} pods: ${this.#rows.hint}`);
  }

  /** @param ownEndMs where the run ends; the axis may be longer */
  draw(atMs: number, endMs: number, ownEndMs: number): void {
    const wanted = this.#rows.count * MAX_ROW + FIRST_ROW_Y + PAD_BELOW;
    this.#box.style.height = `${Math.max(MIN_HEIGHT, Math.min(this.#maxHeight, wanted))}px`;
    const { clientWidth, clientHeight, scrollTop } = this.#box;
    const room = clientHeight - FIRST_ROW_Y - PAD_BELOW;
    this.#rowHeight = Math.max(MIN_ROW, Math.min(MAX_ROW, Math.floor(room / Math.max(1, this.#rows.count))));
    const whole = Math.max(clientHeight, this.#rows.count * this.#rowHeight + FIRST_ROW_Y + PAD_BELOW);
    byId(`gantt-height${this.#side}`).style.height = `${whole}px`;
    const frame = openFrame(this.#canvas, clientWidth, clientHeight, endMs);
    if (frame === undefined) return;
    drawAxis(frame, true);
    drawMarks(frame, this.#marks, AXIS_HEIGHT, clientHeight);
    const first = Math.floor(scrollTop / this.#rowHeight);
    const last = Math.min(this.#rows.count - 1, first + Math.ceil(clientHeight / this.#rowHeight));
    frame.pen.save();
    frame.pen.beginPath();
    frame.pen.rect(0, AXIS_HEIGHT, clientWidth, clientHeight);
    frame.pen.clip();
    for (let row = first; row <= last; row++)
      this.#drawRow(frame, row, FIRST_ROW_Y + row * this.#rowHeight - scrollTop, atMs, ownEndMs);
    frame.pen.restore();
    drawCursor(frame, atMs);
  }

  /** Scrolls to the rows where pods run at a moment, if none of them is in view. */
  follow(atMs: number): void {
    const { clientHeight, scrollTop } = this.#box;
    const runs = ({ createdMs, endedMs = Infinity }: ReportPod) => createdMs <= atMs && atMs < endedMs;
    const first = Math.floor(scrollTop / this.#rowHeight);
    const inView = this.#byRow.slice(first, first + Math.floor((clientHeight - FIRST_ROW_Y) / this.#rowHeight));
    if (inView.some((row) => row.some(runs))) return;
    const row = this.#byRow.findIndex((pods) => pods.some(runs));
    if (row !== -1) this.#box.scrollTop = Math.max(0, row - 2) * this.#rowHeight;
  }

  /** The pod under a point of the chart, for its title. */
  podAt(y: number, atMs: number): ReportPod | undefined {
    const row = Math.floor((y - FIRST_ROW_Y + this.#box.scrollTop) / this.#rowHeight);
    return this.#byRow[row]?.findLast(({ createdMs, goneMs = Infinity }) => createdMs <= atMs && atMs < goneMs);
  }

  #drawRow(frame: Frame, row: number, y: number, atMs: number, ownEndMs: number): void {
    const { pen, colour } = frame;
    const gap = this.#rowHeight >= 8 ? 2 : this.#rowHeight >= 5 ? 1 : 0.5;
    const pods = this.#byRow[row] ?? [];
    if (pods.length > 0 && this.#isLabelled(row)) {
      pen.fillStyle = colour("quiet");
      pen.textAlign = "right";
      pen.fillText(this.#rows.labels(row), LABEL_WIDTH - 8, y + this.#rowHeight / 2);
    }
    for (const pod of pods) drawPod(frame, pod, y + gap / 2, this.#rowHeight - gap, atMs, ownEndMs);
  }

  #isLabelled(row: number): boolean {
    const every = Math.max(1, Math.ceil(LABELLED_ROW / this.#rowHeight));
    return row % every === 0;
  }
}

function drawPod(frame: Frame, pod: ReportPod, y: number, height: number, atMs: number, ownEndMs: number): void {
  const { createdMs, runningMs, endedMs } = pod;
  const end = endedMs ?? ownEndMs;
  const start = Math.min(runningMs ?? end, end);
  bar(frame, createdMs, start, y + height * 0.3, height * 0.4, "pending", atMs);
  if (runningMs === undefined || runningMs > end) return;
  bar(frame, start, end, y, height, colourOf(pod, atMs), atMs);
}

/** A bar, pale after the chosen moment. */
function bar(frame: Frame, from: number, to: number, y: number, height: number, name: string, atMs: number): void {
  const { pen, xOf, colour } = frame;
  const [left, right, now] = [xOf(from), xOf(to), xOf(atMs)];
  pen.fillStyle = colour(name);
  if (now > left) pen.fillRect(left, y, Math.max(1.5, Math.min(right, now) - left), height);
  if (now >= right && to <= atMs) return;
  pen.globalAlpha = PALE;
  const paleFrom = Math.max(left, Math.min(now, right));
  pen.fillRect(paleFrom, y, Math.max(1.5, right - paleFrom), height);
  pen.globalAlpha = 1;
}

/** A pod that is still running at that moment is blue, whatever happens to it later. */
function colourOf({ createdMs, endedMs = Infinity, counted, exitCode }: ReportPod, atMs: number): string {
  if (createdMs <= atMs && atMs < endedMs) return "running";
  if (counted === "succeeded") return "succeeded";
  if (counted === "notCounted") return "terminating";
  if (counted === "ignored") return "waiting";
  if (counted === "failed") return "failed";
  return exitCode === undefined ? "running" : exitCode === 0 ? "succeeded" : "failed";
}
