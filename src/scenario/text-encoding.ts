/** From the bytes of a file to its text, in the encodings that shells and editors write. */

const UTF16_LITTLE = [0xff, 0xfe];
const UTF16_BIG = [0xfe, 0xff];
const BYTE_ORDER_MARK = /^\uFEFF/;

/**
 * Decodes a text: UTF-8, or UTF-16 as PowerShell writes what is redirected into a file.
 *
 * @param bytes of a whole file; invalid ones become replacement characters
 * @example
 * decodeText(Buffer.from("\uFEFFkind: Job", "utf16le")); // "kind: Job"
 */
export function decodeText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  return new TextDecoder(encoding).decode(bytes).replace(BYTE_ORDER_MARK, "");
}

/** By the byte order mark; without one, zeros in every other byte of the first characters show it as well. */
function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  const [first, second, third, fourth] = bytes;
  if (first === UTF16_LITTLE[0] && second === UTF16_LITTLE[1]) return "utf-16le";
  if (first === UTF16_BIG[0] && second === UTF16_BIG[1]) return "utf-16be";
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0 && bytes.length >= 4) return "utf-16le";
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return "utf-16be";
  return "utf-8";
}
