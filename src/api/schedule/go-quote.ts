const UTF_8 = new TextEncoder();

/** Quotes a text as Go's package time does: bytes outside printable ASCII become `\x..`. */
export function goQuote(text: string): string {
  let quoted = "";
  for (const char of text) {
    if (char === '"' || char === "\\") quoted += `\\${char}`;
    else if (char >= " " && char < "\x80") quoted += char;
    else for (const byte of UTF_8.encode(char)) quoted += `\\x${byte.toString(16).padStart(2, "0")}`;
  }
  return `"${quoted}"`;
}
