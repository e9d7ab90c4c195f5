/** The words of the house: what people read here, in code, help texts and pages, as a native speaker would write it. */

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** What not to write, and what to write instead. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\bfor ever\b/i, "forever"],
  [/\bluck\b/i, "seed, or chance"],
  [/\banew\b/i, "again, or start over"],
  [/\bbecomes? of\b/i, "what happens to"],
  [/\bwhere absent\b/i, "if absent"],
  [/\bbefalls?\b/i, "happens to"],
  [/\btold of\b/i, "shown, listed or reported"],
  [/\bof one's own\b/i, "your own"],
  [/\b(mercy|merciful|meddl\w+|blam\w+)\b/i, "a plain word without a moral"],
  [/\bunder the eyes of\b/i, "checked by"],
  [/\bthe how many-th\b/i, "the number of"],
  [/\bfares? as before\b/i, "is unchanged"],
  [/\b(thereby|therein|whereof|hitherto|hence)\b/i, "so, in it, of which, until now"],
];

/** The semantics are the text of a specification, and the API reports are made from code. */
const LEFT_OUT = /^docs\/(semantics|api)\//;

function pages(): string[] {
  const below = ["src", "docs", "examples", "site/playground", "sim-scenarios"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
  );
  const top = readdirSync(".").filter((file) => file.endsWith(".md") && file !== "CHANGELOG.md");
  return [...below, ...top].filter((file) => /\.(ts|md|yaml)$/.test(file) && !LEFT_OUT.test(file));
}

test("code and pages say things in plain words", () => {
  const found = pages().flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line, at) =>
        WORDS.flatMap(([pattern, instead]) => {
          const [word] = pattern.exec(line) ?? [];
          return word === undefined ? [] : [`${file}:${at + 1}: "${word}": write ${instead}`];
        }),
      ),
  );
  expect(found).toEqual([]);
});
