/** Changes to texts and bytes that know nothing of what they mean. */

import fc from "fast-check";

export interface TextEdit {
  readonly from: number;
  /** Characters that go. */
  readonly length: number;
  /** What comes in their place. */
  readonly text: string;
  /** Whether what went comes back behind it: a piece that stands twice. */
  readonly again: boolean;
}

const PIECES = [
  ..."[]{}:,-?!&*|>'\"%@`#\\\n\t \r\u0000\u0007\u0085\u00a0\ufeff\ufffd\ud800".split(""),
  ...[
    "- ",
    ": ",
    "<<: ",
    "&a ",
    "*a",
    "~",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "!!binary ",
    "!!js/function ",
    "? ",
    "__proto__: ",
  ],
  ...[
    "1e999",
    "0x",
    "-0",
    "null",
    "\\ud800",
    "\\u0000",
    '"',
    "}}",
    "]]",
    "[[[[[[[[",
    "{{{{{{{{",
    "a: &b [*b]",
    "\n\n  ",
    "//",
    "/*",
  ],
];

const textEdit: fc.Arbitrary<TextEdit> = fc.record({
  from: fc.nat(1_000_000),
  length: fc.oneof(fc.nat(3), fc.nat(40), fc.constant(1_000_000)),
  text: fc.oneof(fc.constant(""), fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 4 })),
  again: fc.boolean(),
});

export const textEdits: fc.Arbitrary<readonly TextEdit[]> = fc.array(textEdit, { minLength: 1, maxLength: 4 });

/** Applies edits one after the other. */
export function editedText(text: string, all: readonly TextEdit[]): string {
  return all.reduce((current, one) => {
    const from = current.length === 0 ? 0 : one.from % current.length;
    const went = current.slice(from, from + one.length);
    return current.slice(0, from) + one.text + (one.again ? went : "") + current.slice(from + one.length);
  }, text);
}

/** Text and bytes of no meaning at all. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join("")),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString("utf8")),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
);
