/** Stand-ins pass calls on, and nothing else: what others import of a late room must be something that they call. */

import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { DOORS } from "../../generate/late-rooms.ts";

const doors = Object.values(DOORS).flatMap((files) => Object.entries(files));

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => join("src", file));

const VALUES = /(?:import|export) \{([^}]*)\} from "(\.[^"]+)"/g;

/** The values that a file imports from another, without types. */
function importsOf(file: string): readonly { readonly from: string; readonly names: readonly string[] }[] {
  return Array.from(readFileSync(file, "utf8").matchAll(VALUES), ([, names = "", from = ""]) => ({
    from: relative(".", resolve(file, "..", from)),
    names: names
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "" && !name.startsWith("type ")),
  }));
}

test.each(doors)("%s has the functions and classes that lead into it", async (file, names) => {
  const door: Readonly<Record<string, unknown>> = await import(`../../${file}`);
  for (const name of names) expect(door[name], name).toBeTypeOf("function");
});

test("nothing else is imported through a door", () => {
  const others = sources.flatMap((source) =>
    importsOf(source).flatMap(({ from, names }) => {
      const door = doors.find(([file]) => file === from);
      return door === undefined
        ? []
        : names.filter((name) => !door[1].includes(name)).map((name) => `${source}: ${name}`);
    }),
  );
  expect(others).toEqual([]);
});

test("no class of a late room is extended or asked for by instanceof, which its stand-in would not answer", () => {
  const asked = new RegExp(`\\b(?:instanceof|extends) (?:${doors.flatMap(([, names]) => names).join("|")})\\b`);
  expect(sources.filter((source) => asked.test(readFileSync(source, "utf8")))).toEqual([]);
});
