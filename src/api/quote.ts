/** Longest piece of a user's text that a message repeats. */
const MAX_QUOTED = 60;

/**
 * Quotes a text for a message; a long one is cut.
 *
 * @example
 * quote("soon"); // "\"soon\""
 */
export function quote(text: string): string {
  return `"${text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text}"`;
}
