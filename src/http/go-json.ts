/**
 * The errors of Go's JSON decoder, with which kube-apiserver answers.
 *
 * It scans bytes rather than characters, and names the first unexpected one.
 */

/** An unexpected byte. */
class Misplaced {
  readonly byte: number | undefined;
  readonly context: string;

  /** @param byte `undefined` at the end of the text */
  constructor(byte: number | undefined, context: string) {
    this.byte = byte;
    this.context = context;
  }
}

const ESCAPES = new Set([...'bfnrt\\/"'].map(codeOf));
const LITERALS: Readonly<Record<string, string>> = { t: "true", f: "false", n: "null" };

/**
 * The error of Go's `json.Unmarshal` for invalid JSON; `undefined` for valid JSON.
 *
 * @example
 * goJsonError(Buffer.from("{")); // "unexpected end of JSON input"
 */
export function goJsonError(bytes: Uint8Array): string | undefined {
  try {
    new Scanner(bytes).scan();
    return undefined;
  } catch (error) {
    if (!(error instanceof Misplaced)) throw error;
    return error.byte === undefined
      ? "unexpected end of JSON input"
      : `invalid character ${quoted(error.byte)} ${error.context}`;
  }
}

/** Like `checkValid` of encoding/json; `open` has a brace or bracket for each level. */
class Scanner {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  scan(): void {
    const open: ("{" | "[")[] = [];
    let opening = this.#value();
    while (true) {
      if (opening !== undefined) {
        open.push(opening);
        if (!this.#closesAtOnce(opening)) {
          if (opening === "{") this.#key();
          opening = this.#value();
          continue;
        }
        open.pop();
      }
      const inside = open.at(-1);
      if (inside === undefined) break;
      opening = undefined;
      if (this.#goesOn(inside)) {
        if (inside === "{") this.#key();
        opening = this.#value();
      } else open.pop();
    }
    this.#skipSpace();
    if (this.#at < this.#bytes.length) this.#fail("after top-level value");
  }

  /** Scans a scalar value, or the opening bracket of an object or a list. */
  #value(): "{" | "[" | undefined {
    this.#skipSpace();
    const byte = this.#next("looking for beginning of value");
    const char = String.fromCharCode(byte);
    if (char === "{" || char === "[") return char;
    if (char === '"') this.#string();
    else if (char === "-" || isDigit(byte)) this.#number(byte);
    else if (LITERALS[char] !== undefined) this.#literal(LITERALS[char]);
    else this.#failAt(this.#at - 1, "looking for beginning of value");
    return undefined;
  }

  #closesAtOnce(opening: "{" | "["): boolean {
    this.#skipSpace();
    if (this.#bytes[this.#at] !== codeOf(opening === "{" ? "}" : "]")) return false;
    this.#at++;
    return true;
  }

  #key(): void {
    this.#skipSpace();
    this.#expect('"', "looking for beginning of object key string");
    this.#string();
    this.#skipSpace();
    this.#expect(":", "after object key");
  }

  /** Whether another value follows. */
  #goesOn(inside: "{" | "["): boolean {
    this.#skipSpace();
    const context = inside === "{" ? "after object key:value pair" : "after array element";
    const byte = this.#next(context);
    if (byte === codeOf(",")) return true;
    if (byte !== codeOf(inside === "{" ? "}" : "]")) this.#failAt(this.#at - 1, context);
    return false;
  }

  #string(): void {
    while (true) {
      const byte = this.#next("in string literal");
      if (byte === codeOf('"')) return;
      if (byte < codeOf(" ")) this.#failAt(this.#at - 1, "in string literal");
      if (byte === codeOf("\\")) this.#escape();
    }
  }

  #escape(): void {
    const byte = this.#next("in string escape code");
    if (byte === codeOf("u")) {
      for (let digit = 0; digit < 4; digit++) {
        const context = "in \\u hexadecimal character escape";
        if (!/[0-9a-fA-F]/.test(String.fromCharCode(this.#next(context)))) this.#failAt(this.#at - 1, context);
      }
    } else if (!ESCAPES.has(byte)) this.#failAt(this.#at - 1, "in string escape code");
  }

  #number(first: number): void {
    const digit = first === codeOf("-") ? this.#digit("in numeric literal") : first;
    if (digit !== codeOf("0")) this.#digits();
    if (this.#take(".")) {
      this.#digit("after decimal point in numeric literal");
      this.#digits();
    }
    if (!this.#take("e") && !this.#take("E")) return;
    if (!this.#take("+")) this.#take("-");
    this.#digit("in exponent of numeric literal");
    this.#digits();
  }

  #literal(word: string): void {
    for (const letter of word.slice(1)) this.#expect(letter, `in literal ${word} (expecting '${letter}')`);
  }

  #digits(): void {
    while (isDigit(this.#bytes[this.#at] ?? 0)) this.#at++;
  }

  #digit(context: string): number {
    const byte = this.#next(context);
    if (!isDigit(byte)) this.#failAt(this.#at - 1, context);
    return byte;
  }

  #take(char: string): boolean {
    if (this.#bytes[this.#at] !== codeOf(char)) return false;
    this.#at++;
    return true;
  }

  #expect(char: string, context: string): void {
    if (this.#next(context) !== codeOf(char)) this.#failAt(this.#at - 1, context);
  }

  #next(context: string): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new Misplaced(undefined, context);
    return byte;
  }

  #skipSpace(): void {
    while ([0x20, 0x09, 0x0d, 0x0a].includes(this.#bytes[this.#at] ?? 0)) this.#at++;
  }

  #fail(context: string): never {
    return this.#failAt(this.#at, context);
  }

  #failAt(at: number, context: string): never {
    throw new Misplaced(this.#bytes[at], context);
  }
}

function isDigit(byte: number): boolean {
  return byte >= codeOf("0") && byte <= codeOf("9");
}

function codeOf(char: string): number {
  return char.charCodeAt(0);
}

const ESCAPED: Readonly<Record<number, string>> = {
  7: "\\a",
  8: "\\b",
  9: "\\t",
  10: "\\n",
  11: "\\v",
  12: "\\f",
  13: "\\r",
  39: "\\'",
  92: "\\\\",
};

/** Quotes a byte as Go does; an unprintable one as a number. */
function quoted(byte: number): string {
  const known = ESCAPED[byte];
  if (known !== undefined) return `'${known}'`;
  const isPrinted = (byte >= 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
  if (isPrinted) return `'${String.fromCharCode(byte)}'`;
  const hex = byte.toString(16);
  return byte < 0x80 ? `'\\x${hex.padStart(2, "0")}'` : `'\\u${hex.padStart(4, "0")}'`;
}
