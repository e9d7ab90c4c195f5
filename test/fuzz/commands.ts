/** Runs command lines on hostile input, and says whether the answer is a proper one. */

import { expect } from "vitest";
import { type Ended, jobsim, type World } from "../cli/helpers.ts";

const BAD_INPUT = 2;
const KNOWN_CODES: ReadonlySet<number> = new Set([0, 1, BAD_INPUT]);

/** What a defect looks like on a stream: a stack, an exception of the engine, a value printed by mistake. */
const SIGNS_OF_DEFECTS =
  /internal error|^\s+at \S+ \(|(?:Type|Range|Reference|Syntax|URI)Error\b|is not a function|of undefined|of null|Maximum call stack|\[object Object\]/m;

/**
 * Runs a command line, and fails unless it ends as promised: with a code of the documentation, and for bad input with
 * words about it.
 */
export async function answered(args: readonly string[], world: World): Promise<Ended> {
  const ended = await jobsim(args, world);
  const { code, err, out } = ended;
  expect({ code: KNOWN_CODES.has(code) ? "known" : code, defect: SIGNS_OF_DEFECTS.exec(err)?.[0], args }).toEqual({
    code: "known",
    defect: undefined,
    args,
  });
  if (code === BAD_INPUT) {
    expect(err.trim()).not.toBe("");
    expect(out).toBe("");
  }
  return ended;
}
