/** The editor of manifests and scenarios: highlighting, completion, and problems at their place. */

import { autocompletion } from "@codemirror/autocomplete";
import { indentWithTab } from "@codemirror/commands";
import { yaml, yamlLanguage } from "@codemirror/lang-yaml";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { basicSetup } from "codemirror";
import { completeKeys } from "./completion.ts";
import type { Mark } from "./protocol.ts";

export interface Editor {
  readonly text: () => string;
  readonly setText: (text: string) => void;
  readonly mark: (marks: readonly Mark[]) => void;
  readonly goTo: (line: number) => void;
}

/** Colours of the page, which follow light and dark. */
const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent)" },
  { tag: tags.comment, color: "var(--dim)", fontStyle: "italic" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--text)" },
  { tag: tags.meta, color: "var(--dim)" },
]);

/** @param onChange is called after each change of the text by a person or by `setText` */
export function createEditor(parent: HTMLElement, onChange: () => void): Editor {
  const view = new EditorView({
    parent,
    extensions: [
      basicSetup,
      yaml(),
      syntaxHighlighting(COLOURS),
      yamlLanguage.data.of({ autocomplete: completeKeys }),
      autocompletion({ icons: false }),
      lintGutter(),
      // Escape, then Tab, leaves the editor: CodeMirror's own way out for the keyboard.
      keymap.of([indentWithTab]),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": "Manifest or scenario, as YAML or JSON" }),
      EditorView.updateListener.of(({ docChanged }) => {
        if (docChanged) onChange();
      }),
    ],
  });
  return {
    text: () => view.state.doc.toString(),
    setText: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    mark: (marks) =>
      view.dispatch(
        setDiagnostics(
          view.state,
          marks.flatMap((mark) => diagnosticOf(mark, view)),
        ),
      ),
    goTo: (line) => {
      const { from } = view.state.doc.line(Math.min(line, view.state.doc.lines));
      view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      view.focus();
    },
  };
}

function diagnosticOf({ line, column = 1, severity, message }: Mark, { state }: EditorView): Diagnostic[] {
  if (line === undefined || line > state.doc.lines) return [];
  const { from, to } = state.doc.line(line);
  return [{ from: Math.min(from + column - 1, to), to, severity, message }];
}
