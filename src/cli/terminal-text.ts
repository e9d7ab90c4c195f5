/** Text that a terminal may get: no control character of a name or message reaches it, only our own colours. */

/** What colours are made of: an escape, a bracket, numbers, and an m. */
const COLOUR = String.raw`\u001b\[\d{1,3}(?:;\d{1,3})*m`;
const UNSAFE = new RegExp(String.raw`(${COLOUR})|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]`, "g");

/** @param text what a command prints, with colours where it has some */
export function terminalText(text: string): string {
  return text.replaceAll(UNSAFE, (_found, colour: string | undefined) => colour ?? "\ufffd");
}
