/** What kubectl printed, with parts of it changed, as input of `jobsim import`. */

import fc from "fast-check";
import { describe, test } from "vitest";
import { JOBS, manifest } from "../http/session.ts";
import { inputs, PATIENCE_MS } from "./budget.ts";
import { answered } from "./commands.ts";
import { edited, edits } from "./edits.ts";
import { served } from "./served.ts";
import { spitefulJson } from "./spite.ts";
import { anyText, editedText, textEdits } from "./text-edits.ts";

/** Lists at two moments and events of a watch, of a Job with failures and one that is still running. */
async function recorded(): Promise<readonly unknown[]> {
  const server = served();
  const send = async (method: string, path: string, body?: unknown) => {
    const headers = { "Content-Type": "application/json" };
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer: unknown = await (
      await server.answer(new Request(`http://localhost${path}`, { method, headers, ...text }))
    ).json();
    return answer;
  };
  const read = async () => [
    await send("GET", JOBS),
    await send("GET", "/api/v1/pods"),
    await send("GET", "/api/v1/events"),
  ];
  await send("POST", JOBS, manifest("done", { completions: 3, parallelism: 2, completionMode: "Indexed" }));
  await send("POST", JOBS, manifest("held", { suspend: true }));
  await send("POST", "/jobsim/v1/clock", { advance: "5s" });
  const early = await read();
  await send("POST", "/jobsim/v1/clock", { advance: "1m" });
  const late = await read();
  server.stop();
  return [...early, ...late, { type: "MODIFIED", object: await send("GET", `${JOBS}/done`) }];
}

const values = await recorded();
const formats = fc.constantFrom("scenario", "distance", "json");
const style = fc.constantFrom<readonly string[]>([], ["--scrub"], ["--drawn"]);

describe("a recording", () => {
  test("with a value changed, moved, doubled or broken gets an answer", { timeout: PATIENCE_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(edits, formats, style, async (changes, format, flags) => {
        const changed = edited(values, changes);
        const text = Array.isArray(changed) ? changed.map(spitefulJson).join("\n") : spitefulJson(changed);
        await answered(["import", "-", "-o", format, ...flags], { stdin: text });
      }),
      inputs(150),
    );
  });

  test("with something cut, put in or doubled in its text gets an answer", { timeout: PATIENCE_MS }, async () => {
    const whole = values.map((value) => JSON.stringify(value)).join("\n");
    await fc.assert(
      fc.asyncProperty(textEdits, async (changes) => {
        await answered(["import", "-"], { stdin: editedText(whole, changes) });
      }),
      inputs(150),
    );
  });

  test("of any text gets an answer", { timeout: PATIENCE_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        await answered(["import", "-"], { stdin: text });
      }),
      inputs(200),
    );
  });

  test.each([
    ["lists", "[".repeat(50_000) + "]".repeat(50_000)],
    ["objects", `${'{"items":['.repeat(20_000)}1${"]}".repeat(20_000)}`],
    ["watch events", `${'{"type":"ADDED","object":'.repeat(20_000)}{}${"}".repeat(20_000)}`],
    ["labels", `{"kind":"Job","metadata":{"labels":${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}}}`],
  ])("of %s without end gets an answer", async (_name, text) => {
    await answered(["import", "-"], { stdin: text });
  });
});
