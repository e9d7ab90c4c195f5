/** What a person works on: the text, the settings of both runs, and the steps in which they came about. */

import { EditHistory, type Sheet } from "./edit-history.ts";
import { EditorPlace } from "./editor-place.ts";
import type { EngineClient } from "./engine-client.ts";
import { element, input, isShown } from "./page.ts";
import type { Source } from "./protocol.ts";
import { readSettings, writeSettings } from "./settings-form.ts";
import type { Shared } from "./share.ts";
import { markStale, say } from "./views.ts";

/** A pause in typing after which the text is played, milliseconds. */
const PAUSE_MS = 150;

export class Workspace {
  readonly editor: EditorPlace;
  readonly #settings = element("settings", HTMLFormElement);
  readonly #other = element("other", HTMLFormElement);
  readonly #engine: EngineClient;
  readonly #history: EditHistory;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #askedMs = 0;

  constructor(engine: EngineClient, start: Pick<Shared, "text"> & Partial<Shared>) {
    this.#engine = engine;
    if (start.settings !== undefined) writeSettings(this.#settings, start.settings);
    if (start.other !== undefined) writeSettings(this.#other, start.other);
    this.editor = new EditorPlace(element("editor", HTMLElement), start.text, () => this.#changed());
    this.#history = new EditHistory(this.sheet);
    for (const form of [this.#settings, this.#other]) form.addEventListener("input", () => this.#changed());
  }

  /** Everything that a person can change, as it is now. */
  get sheet(): Sheet {
    return { text: this.editor.text(), settings: readSettings(this.#settings), other: readSettings(this.#other) };
  }

  /** When the engine was asked last, on the clock of the page. */
  get askedMs(): number {
    return this.#askedMs;
  }

  play(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.#askedMs = performance.now();
    this.#engine.ask({ kind: "play", source: this.#source(), page: isShown("lanes") });
  }

  compare(): void {
    this.#playTyped();
    say("Playing both …");
    const other = { text: this.editor.text(), flags: readSettings(this.#other) };
    this.#engine.ask({ kind: "compare", source: this.#source(), other });
  }

  sweep(): void {
    this.#playTyped();
    this.#engine.ask({ kind: "sweep", source: this.#source(), seeds: Number(input("seeds").value) });
  }

  /** Starts over with an example, and the settings that it is meant for. */
  openExample(text: string): void {
    this.#settings.reset();
    this.editor.setText(text);
  }

  undo(): void {
    this.#goTo(this.#history.undo());
  }

  redo(): void {
    this.#goTo(this.#history.redo());
  }

  /** Plays a change at once, so that no pause ends while the engine is at what was asked after it. */
  #playTyped(): void {
    if (this.#pause !== undefined) this.play();
  }

  #source(): Source {
    return { text: this.editor.text(), flags: readSettings(this.#settings) };
  }

  #goTo(sheet: Sheet | undefined): void {
    if (sheet === undefined) return;
    writeSettings(this.#settings, sheet.settings);
    writeSettings(this.#other, sheet.other);
    this.editor.setText(sheet.text);
    this.#changed();
  }

  /** Notes the step; one that {@link #goTo} went back to changes nothing and is none. */
  #changed(): void {
    this.#history.record(this.sheet, performance.now());
    element("undo", HTMLButtonElement).disabled = !this.#history.canUndo;
    element("redo", HTMLButtonElement).disabled = !this.#history.canRedo;
    markStale(true);
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.play(), PAUSE_MS);
  }
}
