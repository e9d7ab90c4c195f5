/** The counters of the status over time, as steps. */

import type { ReportMark } from "../report-data.ts";
import { AXIS_HEIGHT, drawAxis, drawCursor, type Frame, LABEL_WIDTH, openFrame } from "./canvas.ts";
import { drawMarks } from "./marks.ts";
import type { WholeVersion } from "./model.ts";
import { byId, canvasById, type Side } from "./page-parts.ts";

type Counter = "active" | "ready" | "terminating" | "succeeded" | "failed";

/** In the order in which they are drawn: later lines lie on top. */
export const COUNTERS: readonly { readonly counter: Counter; readonly colour: string }[] = [
  { counter: "terminating", colour: "terminating" },
  { counter: "active", colour: "pending" },
  { counter: "ready", colour: "running" },
  { counter: "succeeded", colour: "succeeded" },
  { counter: "failed", colour: "failed" },
];

const TOP = 10;

export class Counters {
  readonly #box: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #marks: readonly ReportMark[];
  #versions: readonly WholeVersion[] = [];
  #most = 1;

  constructor(side: Side, marks: readonly ReportMark[]) {
    this.#box = byId(`counters${side}`);
    this.#canvas = canvasById(`counters-canvas${side}`);
    this.#marks = marks;
  }

  /** @param most the top of the scale */
  show(versions: readonly WholeVersion[], most: number): void {
    this.#versions = versions;
    this.#most = most;
  }

  /** @param ownEndMs where the run ends; the axis may be longer */
  draw(atMs: number, endMs: number, ownEndMs: number): void {
    const { clientWidth, clientHeight } = this.#box;
    const frame = openFrame(this.#canvas, clientWidth, clientHeight, endMs);
    if (frame === undefined) return;
    drawAxis(frame, false);
    drawMarks(frame, this.#marks, 0, clientHeight - AXIS_HEIGHT);
    this.#drawScale(frame);
    for (const { counter, colour } of COUNTERS) this.#drawLine(frame, counter, colour, ownEndMs);
    drawCursor(frame, atMs);
  }

  #yOf(value: number, height: number): number {
    return height - AXIS_HEIGHT - ((height - AXIS_HEIGHT - TOP) * value) / this.#most;
  }

  #drawScale({ pen, height, colour }: Frame): void {
    pen.fillStyle = colour("quiet");
    pen.textAlign = "right";
    for (const value of [0, this.#most]) {
      pen.fillText(value.toLocaleString("en"), LABEL_WIDTH - 8, this.#yOf(value, height));
    }
  }

  #drawLine({ pen, height, xOf, colour }: Frame, counter: Counter, name: string, ownEndMs: number): void {
    pen.strokeStyle = colour(name);
    pen.lineWidth = 2;
    pen.beginPath();
    let y = this.#yOf(0, height);
    pen.moveTo(xOf(0), y);
    for (const { atMs, status } of this.#versions) {
      const next = this.#yOf(status[counter] ?? 0, height);
      if (next === y) continue;
      pen.lineTo(xOf(atMs), y);
      pen.lineTo(xOf(atMs), next);
      y = next;
    }
    pen.lineTo(xOf(ownEndMs), y);
    pen.stroke();
  }
}

/** The highest value of any counter, 1 at least. */
export function highestCount(versions: readonly WholeVersion[]): number {
  return Math.max(1, ...COUNTERS.map(({ counter }) => mostOf(versions, counter)));
}

function mostOf(versions: readonly WholeVersion[], counter: Counter): number {
  return versions.reduce((most, { status }) => Math.max(most, status[counter] ?? 0), 0);
}
