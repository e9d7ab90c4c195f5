import { describe, expect, test } from "vitest";
import { EditHistory, type Sheet } from "../../site/playground/edit-history.ts";

const NOTHING = { run: "", exit: "", seed: "", kubernetes: "", until: "", set: "" };
const EMPTY: Sheet = { text: "", settings: NOTHING, other: NOTHING };

function typed(history: EditHistory, texts: readonly string[], everyMs: number): void {
  for (const [i, text] of texts.entries()) history.record({ ...EMPTY, text }, 10_000 + i * everyMs);
}

describe("the history of edits", () => {
  test("a word that is typed without a pause is one step", () => {
    const history = new EditHistory(EMPTY);
    typed(history, ["k", "ki", "kin", "kind"], 100);
    expect(history.undo()).toEqual(EMPTY);
    expect(history.canUndo).toBe(false);
    expect(history.redo()?.text).toBe("kind");
  });

  test("a pause begins a new step", () => {
    const history = new EditHistory(EMPTY);
    typed(history, ["kind", "kind: Job"], 1_000);
    expect(history.undo()?.text).toBe("kind");
    expect(history.undo()?.text).toBe("");
    expect(history.undo()).toBeUndefined();
  });

  test("changes of two fields are two steps, however close they are", () => {
    const history = new EditHistory(EMPTY);
    history.record({ ...EMPTY, text: "a" }, 1);
    history.record({ ...EMPTY, text: "a", settings: { ...NOTHING, run: "5s" } }, 2);
    expect(history.undo()).toEqual({ ...EMPTY, text: "a" });
  });

  test("a change of many fields at once is one step", () => {
    const history = new EditHistory({ ...EMPTY, text: "mine", settings: { ...NOTHING, run: "5s", exit: "1" } });
    history.record({ ...EMPTY, text: "example" }, 1);
    expect(history.undo()).toEqual({ ...EMPTY, text: "mine", settings: { ...NOTHING, run: "5s", exit: "1" } });
  });

  test("a change after an undo drops what was undone", () => {
    const history = new EditHistory(EMPTY);
    typed(history, ["one", "one two"], 1_000);
    history.undo();
    history.record({ ...EMPTY, text: "one three" }, 99_000);
    expect(history.redo()).toBeUndefined();
    expect(history.undo()?.text).toBe("one");
  });

  test("a sheet that has not changed is no step", () => {
    const history = new EditHistory(EMPTY);
    history.record(EMPTY, 1);
    expect(history.canUndo).toBe(false);
  });

  test("keeps the latest 200 steps", () => {
    const history = new EditHistory(EMPTY);
    typed(
      history,
      Array.from({ length: 250 }, (_, i) => `text ${i}`),
      1_000,
    );
    let steps = 0;
    while (history.undo() !== undefined) steps++;
    expect(steps).toBe(200);
  });
});
