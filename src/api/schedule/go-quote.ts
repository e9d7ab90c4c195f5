const UTF_8 = new TextEncoder();

/** Text in double quotes as Go's package time prints it: bytes outside of printable ASCII as `\x..`. */
export function goQuote(text: string): string {
  let quoted = "";
  for (const char of text) {
    if (char === '"' || char === "\\") quoted += `\\${char}`;
    else if (char >= " " && char < "\x80") quoted += char;
    else for (const byte of UTF_8.encode(char)) quoted += `\\x${byte.toString(16).padStart(2, "0")}`;
  }
  return `"${quoted}"`;
}
