/** The table of names here and in Kubernetes is what the functions say of themselves. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const ROW = /^\| \[`(\w+)`\]\(([\w/.-]+)\) \| (.+) \|$/gm;
const rows = [...readFileSync("ARCHITECTURE.md", "utf8").matchAll(ROW)];

test("the table has the steps of the Job controller", () => {
  expect(rows.length).toBeGreaterThan(40);
});

test.each(rows.map(([, name = "", path = "", upstream = ""]) => ({ name, path, upstream })))(
  "$name in $path names $upstream",
  ({ name, path, upstream }) => {
    const text = readFileSync(path, "utf8");
    const declared = new RegExp(String.raw`(?:function\*?|class) ${name}\b`).exec(text);
    const comment = text.slice(text.lastIndexOf("/**", declared?.index), declared?.index);
    const [, said = ""] = /Upstream: (.*?)\.\s/s.exec(comment) ?? [];
    expect(said.match(/`[\w.]+`/g)).toEqual(upstream.split(", "));
  },
);

test("each step that names its counterpart is in the table, and none names it twice", () => {
  const said = new Map<string, number>();
  for (const path of new Set(rows.map(([, , file = ""]) => file))) {
    const count = readFileSync(path, "utf8").match(/Upstream: /g)?.length ?? 0;
    said.set(path, count);
  }
  const inTable = (path: string) => rows.filter(([, , file]) => file === path).length;
  expect([...said]).toEqual([...said.keys()].map((path) => [path, inTable(path)]));
});
