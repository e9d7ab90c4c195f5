/** Draws single quantities, each from its own random stream. */

import { type Distribution, draw } from "../../engine/distribution.ts";
import { drawExit, type ExitChoice } from "./exit-choice.ts";

/** Opens the random stream of a quantity. */
export type Streams = (quantity: string) => () => number;

export function drawTime(time: Distribution, quantity: string, streams: Streams): number {
  return time.kind === "fixed" ? time.ms : draw(time, streams(quantity));
}

export function drawStep<Word extends string>(
  step: Distribution | Word,
  quantity: string,
  streams: Streams,
): number | Word {
  return typeof step === "string" ? step : drawTime(step, quantity, streams);
}

export function drawCode(choice: ExitChoice, quantity: string, streams: Streams): number {
  const [only] = choice.codes;
  return choice.codes.length === 1 && only !== undefined ? only : drawExit(choice, streams(quantity));
}
