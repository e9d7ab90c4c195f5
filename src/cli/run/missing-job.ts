/** That there is no Job of the name that is asked for. */

import { nearest } from "../../api/nearest.ts";
import { InputError } from "../../scenario/problem.ts";

/**
 * Says so, with the name that was probably meant.
 *
 * @param names of the Jobs of the run
 * @param name as given with `--job`
 */
export function missingJob(names: Iterable<string>, name: string): InputError | undefined {
  const known = new Set(names);
  if (known.has(name)) return undefined;
  const meant = nearest(name, known);
  const message = `no Job of that name in this run${meant === undefined ? "" : `; did you mean ${meant}?`}`;
  return new InputError([{ file: `--job ${name}`, message }]);
}
