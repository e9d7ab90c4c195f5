/**
 * The place of the editor: a plain text field from the start, and the editor with colours, completion and marks when it
 * has loaded. The text, the selection and the focus stay.
 */

import type { Mark } from "./protocol.ts";

export interface Editor {
  readonly text: () => string;
  /** Replaces the text, as if it had been typed. */
  readonly setText: (text: string) => void;
  readonly mark: (marks: readonly Mark[]) => void;
  readonly goTo: (line: number) => void;
}

/** What an editor begins with. */
export interface EditorStart {
  readonly parent: HTMLElement;
  readonly text: string;
  /** Its name for screen readers. */
  readonly label: string;
  /** The first selected character, and the one after the last. */
  readonly selection: readonly [from: number, to: number];
  readonly hasFocus: boolean;
  /** Called after each change of the text. */
  readonly onChange: () => void;
}

const LABEL = "Manifest or scenario, as YAML or JSON";

export class EditorPlace implements Editor {
  readonly #parent: HTMLElement;
  readonly #field: HTMLTextAreaElement;
  readonly #onChange: () => void;
  #editor: Editor;
  #marks: readonly Mark[] = [];

  /** @param onChange is called after each change of the text by a person or by `setText` */
  constructor(parent: HTMLElement, text: string, onChange: () => void) {
    this.#parent = parent;
    this.#onChange = onChange;
    this.#field = textField(text);
    this.#field.addEventListener("input", onChange);
    this.#editor = plainEditor(this.#field, onChange);
    parent.append(this.#field);
  }

  /** Loads the editor, which takes the place of the field. */
  async load(): Promise<void> {
    const { createEditor } = await import("./editor.ts");
    const field = this.#field;
    if (!field.isConnected) return;
    this.#editor = createEditor({
      parent: this.#parent,
      text: field.value,
      label: LABEL,
      selection: [field.selectionStart, field.selectionEnd],
      hasFocus: document.activeElement === field,
      onChange: this.#onChange,
    });
    field.remove();
    this.#editor.mark(this.#marks);
  }

  text(): string {
    return this.#editor.text();
  }

  setText(text: string): void {
    this.#editor.setText(text);
  }

  mark(marks: readonly Mark[]): void {
    this.#marks = marks;
    this.#editor.mark(marks);
  }

  goTo(line: number): void {
    this.#editor.goTo(line);
  }
}

function textField(text: string): HTMLTextAreaElement {
  const field = document.createElement("textarea");
  field.value = text;
  field.setSelectionRange(0, 0);
  field.spellcheck = false;
  field.setAttribute("aria-label", LABEL);
  return field;
}

/** The field as an editor. It has no place for marks; the list of problems below it names their lines. */
function plainEditor(field: HTMLTextAreaElement, onChange: () => void): Editor {
  return {
    text: () => field.value,
    setText: (text) => {
      field.value = text;
      onChange();
    },
    mark: () => {},
    goTo: (line) => {
      const before = field.value.split("\n").slice(0, line - 1);
      const at = before.reduce((length, text) => length + text.length + 1, 0);
      field.focus();
      field.setSelectionRange(at, at);
    },
  };
}
