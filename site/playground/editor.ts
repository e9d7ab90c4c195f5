/** The editor of manifests and scenarios: highlighting, completion, and problems at their place. */

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, indentWithTab } from "@codemirror/commands";
import { yaml, yamlLanguage } from "@codemirror/lang-yaml";
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { searchKeymap } from "@codemirror/search";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completeKeys } from "./completion.ts";
import type { Editor, EditorStart } from "./editor-place.ts";
import type { Mark } from "./protocol.ts";

/** Colours of the page, which follow light and dark. */
const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent)" },
  { tag: tags.comment, color: "var(--dim)", fontStyle: "italic" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--text)" },
  { tag: tags.meta, color: "var(--dim)" },
]);

/** All but a history: Undo is the page's, since it takes back settings too. */
const SETUP = [
  lineNumbers(),
  highlightActiveLineGutter(),
  highlightActiveLine(),
  foldGutter(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  autocompletion({ icons: false }),
  lintGutter(),
  keymap.of([
    ...closeBracketsKeymap,
    ...defaultKeymap,
    ...searchKeymap,
    ...foldKeymap,
    ...completionKeymap,
    ...lintKeymap,
    // Escape, then Tab, leaves the editor: CodeMirror's own way out for the keyboard.
    indentWithTab,
  ]),
  EditorView.lineWrapping,
];

export function createEditor({ parent, text, label, selection, hasFocus, onChange }: EditorStart): Editor {
  const view = new EditorView({
    parent,
    doc: text,
    selection: { anchor: selection[0], head: selection[1] },
    extensions: [
      SETUP,
      yaml(),
      syntaxHighlighting(COLOURS),
      yamlLanguage.data.of({ autocomplete: completeKeys }),
      EditorView.contentAttributes.of({ "aria-label": label }),
      EditorView.updateListener.of(({ docChanged }) => {
        if (docChanged) onChange();
      }),
    ],
  });
  if (hasFocus) view.focus();
  return {
    text: () => view.state.doc.toString(),
    setText: (next) => replaceText(view, next),
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

/** Replaces only what differs, and goes there. */
function replaceText(view: EditorView, next: string): void {
  const now = view.state.doc.toString();
  const most = Math.min(now.length, next.length);
  let from = 0;
  while (from < most && now[from] === next[from]) from++;
  let same = 0;
  while (same < most - from && now.at(-1 - same) === next.at(-1 - same)) same++;
  const insert = next.slice(from, next.length - same);
  view.dispatch({
    changes: { from, to: now.length - same, insert },
    selection: { anchor: from + insert.length },
    scrollIntoView: true,
  });
}

function diagnosticOf({ line, column = 1, severity, message }: Mark, { state }: EditorView): Diagnostic[] {
  if (line === undefined || line > state.doc.lines) return [];
  const { from, to } = state.doc.line(line);
  return [{ from: Math.min(from + column - 1, to), to, severity, message }];
}
