/** Text that may reach a terminal, also through a pipe: no control characters from names, only our own colours. */

/** What colours consist of: an escape, a bracket, numbers, and an m. */
const COLOUR = String.raw`\u001b\[\d{1,3}(?:;\d{1,3})*m`;
const ESCAPE = "\u001b";
const REPLACEMENT = "\ufffd";
const UNSAFE = new RegExp(String.raw`(${COLOUR})|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]`, "g");

/**
 * @param text what a command prints
 * @param hasColours whether the colours in it are ours
 */
export function terminalText(text: string, hasColours: boolean): string {
  return text.replaceAll(UNSAFE, (found, colour: string | undefined) =>
    colour === undefined || hasColours ? (colour ?? REPLACEMENT) : found.replace(ESCAPE, REPLACEMENT),
  );
}
