/** Colours for people; without a terminal, plain text. */

import pico from "picocolors";

/** Each wraps a text without changing its width on the screen. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly name: (text: string) => string;
}

/**
 * Styles for an output.
 *
 * @param colour whether the output shows colours
 * @example
 * console.log(runReport(simulate(plan), { style: styleFor(true) }).join("\n"));
 */
export function styleFor(colour: boolean): Style {
  const { bold, dim, green, red, yellow, cyan } = pico.createColors(colour);
  return { bold, dim, good: green, bad: red, warn: yellow, name: cyan };
}

export const PLAIN: Style = styleFor(false);
