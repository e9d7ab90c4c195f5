/**
 * What a person has changed, step by step: the text, and the settings of both runs. Each step is kept as immer's patches,
 * there and back, so one Undo takes back an example with the settings that it reset.
 */

import { applyPatches, enablePatches, type Patch, produceWithPatches } from "immer";
import type { Shared } from "./share.ts";

enablePatches();

/** Everything that a person can change. */
export type Sheet = Required<Shared>;

/** Changes of one field with shorter pauses than this are one step, milliseconds. */
const PAUSE_MS = 600;
const MOST_STEPS = 200;

interface Step {
  readonly there: readonly Patch[];
  readonly back: readonly Patch[];
  readonly atMs: number;
}

export class EditHistory {
  #sheet: Sheet;
  #past: readonly Step[] = [];
  #future: readonly Step[] = [];

  constructor(sheet: Sheet) {
    this.#sheet = sheet;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Notes what the sheet has become. */
  record(next: Sheet, atMs: number): void {
    const [sheet, there, back] = produceWithPatches(this.#sheet, (draft) => {
      draft.text = next.text;
      Object.assign(draft.settings, next.settings);
      Object.assign(draft.other, next.other);
    });
    if (there.length === 0) return;
    const last = this.#past.at(-1);
    const goesOn =
      last !== undefined && this.#future.length === 0 && atMs - last.atMs < PAUSE_MS && isSameField(last.there, there);
    const step = { there, back: goesOn ? last.back : back, atMs };
    this.#past = [...(goesOn ? this.#past.slice(0, -1) : this.#past), step].slice(-MOST_STEPS);
    this.#future = [];
    this.#sheet = sheet;
  }

  /** The sheet before the last step, or nothing if there is none. */
  undo(): Sheet | undefined {
    const step = this.#past.at(-1);
    if (step === undefined) return undefined;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, step];
    this.#sheet = applyPatches(this.#sheet, step.back);
    return this.#sheet;
  }

  /** The sheet after the step that was undone last, or nothing if there is none. */
  redo(): Sheet | undefined {
    const step = this.#future.at(-1);
    if (step === undefined) return undefined;
    this.#future = this.#future.slice(0, -1);
    // What comes next is a step of its own, however soon it follows.
    this.#past = [...this.#past, { ...step, atMs: Number.NEGATIVE_INFINITY }];
    this.#sheet = applyPatches(this.#sheet, step.there);
    return this.#sheet;
  }
}

/** Whether both steps change one field, and the same one. */
function isSameField(one: readonly Patch[], other: readonly Patch[]): boolean {
  const [first, second] = [one, other].map((patches) =>
    patches.length === 1 ? patches[0]?.path.join("/") : undefined,
  );
  return first !== undefined && first === second;
}
