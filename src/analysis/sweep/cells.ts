/** The cells of a sweep: every combination of values, a list of them, or a random sample. */

import { randomStream } from "../../engine/random.ts";
import { isFault } from "../../scenario/checked.ts";
import { InputError, type Problem } from "../../scenario/problem.ts";
import { type Axis, parseAxis } from "./axis.ts";
import type { Setting } from "./setting.ts";

/** More cells than this nobody can read, or wait for. */
const MOST_CELLS = 100_000;

/** A combination of settings in a sweep. */
export type Cell = readonly Setting[];

/** What is varied, as flags have it. */
export interface CellTexts {
  readonly vary?: readonly string[] | undefined;
  /** Explicit cells: `a=1 b=2`. */
  readonly cell?: readonly string[] | undefined;
  /** How many combinations to draw instead of using all. */
  readonly sample?: number | undefined;
}

/**
 * Lists the cells of a sweep; if nothing varies there is one.
 *
 * @param seed decides the draws of a sample
 * @throws InputError for what cannot be swept
 * @example
 * cellsOf({ vary: ["spec.backoffLimit=0,2", "run=30s,1m"] }, "1"); // four cells
 */
export function cellsOf({ vary = [], cell = [], sample }: CellTexts, seed: string): readonly Cell[] {
  const problems: Problem[] = [];
  const axes = vary.flatMap((text) => {
    const axis = parseAxis(text);
    if (!isFault(axis)) return [axis.value];
    problems.push({ file: `--vary ${text}`, message: axis.problem });
    return [];
  });
  for (const [i, { name }] of axes.entries()) {
    if (axes.findIndex((axis) => axis.name === name) < i) {
      problems.push({ file: `--vary ${vary[i] ?? name}`, message: `${name} varies twice` });
    }
  }
  const listed = cell.flatMap((text) => parseCell(text, problems));
  if (problems.length > 0) throw new InputError(problems);
  if (axes.length > 0 && listed.length > 0) refuse("--cell", "lists cells, so --vary cannot be used with it");
  if (listed.length > 0) return listed;
  return sample === undefined ? grid(axes, vary) : sampled(axes, sample, seed);
}

function refuse(flag: string, message: string): never {
  throw new InputError([{ file: flag, message }]);
}

/** `name=value`, the value in quotes if it has blanks, and the blanks after it. */
const SETTING = /^([^\s=]+)=(?:('[^']*'|"[^"]*")|(\S+))(?:\s+|$)/;

function parseCell(text: string, problems: Problem[]): Cell[] {
  const settings: Setting[] = [];
  let rest = text.trim();
  while (rest !== "") {
    const [piece, name, quoted, bare] = SETTING.exec(rest) ?? [];
    const value = quoted?.slice(1, -1) ?? bare;
    if (piece === undefined || name === undefined || value === undefined) {
      const example = `"spec.backoffLimit=2 run=30s", with quotes around a value that has blanks: spec.schedule='0 2 * * *'`;
      problems.push({ file: `--cell ${text}`, message: `write settings, for example ${example}` });
      return [];
    }
    settings.push({ name, value });
    rest = rest.slice(piece.length);
  }
  return [settings];
}

function grid(axes: readonly Axis[], vary: readonly string[]): Cell[] {
  const drawn = axes.findIndex(({ kind }) => kind === "range");
  if (drawn >= 0) refuse(`--vary ${vary[drawn] ?? ""}`, "is a range to draw from; it needs --sample with a number");
  const size = axes.reduce((product, axis) => product * valuesOf(axis).length, 1);
  if (size > MOST_CELLS) {
    const counts = axes.map((axis) => valuesOf(axis).length).join(" × ");
    refuse("--vary", `the grid has ${counts} = ${size} cells; at most ${MOST_CELLS}; draw some of them with --sample`);
  }
  let cells: Cell[] = [[]];
  for (const axis of axes) {
    cells = cells.flatMap((cell) => valuesOf(axis).map((value) => [...cell, { name: axis.name, value }]));
  }
  return cells;
}

function valuesOf(axis: Axis): readonly string[] {
  return axis.kind === "values" ? axis.values : [];
}

/** Distinct combinations; a small grid may have fewer than requested. */
function sampled(axes: readonly Axis[], count: number, seed: string): Cell[] {
  if (axes.length === 0) refuse("--sample", "has nothing to draw from; say with --vary what varies");
  if (count > MOST_CELLS) refuse("--sample", `draws ${count} cells; at most ${MOST_CELLS}`);
  const cells = new Map<string, Cell>();
  for (let i = 0; i < count * 20 && cells.size < count; i++) {
    const cell = axes.map((axis) => ({
      name: axis.name,
      value: drawValue(axis, randomStream(seed, "sample", i, axis.name)),
    }));
    cells.set(JSON.stringify(cell), cell);
  }
  return [...cells.values()];
}

function drawValue(axis: Axis, random: () => number): string {
  if (axis.kind === "values") return axis.values[Math.floor(random() * axis.values.length)] ?? "";
  const { min, max, logarithmic } = axis;
  const value = logarithmic ? min * (max / min) ** random() : min + (max - min) * random();
  // Whole bounds mean whole numbers, as for a backoffLimit.
  return Number.isInteger(min) && Number.isInteger(max) && max - min > 1
    ? String(Math.round(value))
    : value.toPrecision(4);
}
