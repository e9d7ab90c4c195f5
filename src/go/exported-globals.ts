/**
 * A module of Go with all its globals exported.
 *
 * Go keeps a few registers (its stack pointer, the running goroutine) in globals of WebAssembly, which it does not
 * export. A copy of a program needs them too, so they are added to the module's exports: nothing else of it changes.
 * The format is that of the WebAssembly core specification, section 5.
 */

const GLOBAL_SECTION = 6;
const EXPORT_SECTION = 7;
const GLOBAL_KIND = 3;
/** The magic number and the version. */
const HEADER_BYTES = 8;
const MORE = 0x80;

/** Begins the names of the added exports. */
const PREFIX = "jobsim.global.";

interface Section {
  readonly id: number;
  /** Where its id is, and where its content begins and ends. */
  readonly at: number;
  readonly begin: number;
  readonly end: number;
}

/** Name of the export of a global. */
export function nameOfGlobal(index: number): string {
  return `${PREFIX}${index}`;
}

/**
 * Adds exports of all globals that a module has.
 *
 * @throws Error if the bytes are not a module made by a Go toolchain
 */
export function withExportedGlobals(module: Uint8Array): Uint8Array {
  const sections = sectionsOf(module);
  const globals = sections.find(({ id }) => id === GLOBAL_SECTION);
  const exports = sections.find(({ id }) => id === EXPORT_SECTION);
  if (globals === undefined || exports === undefined) {
    throw new Error("the module is not a Go program: compile it with GOOS=js GOARCH=wasm go build");
  }
  const count = readNumber(module, globals.begin).value;
  const exported = readNumber(module, exports.begin);
  const added = Array.from({ length: count }, (_, index) => {
    const name = Buffer.from(nameOfGlobal(index));
    return Buffer.concat([writeNumber(name.length), name, Buffer.of(GLOBAL_KIND), writeNumber(index)]);
  });
  const body = Buffer.concat([
    writeNumber(exported.value + count),
    module.subarray(exported.next, exports.end),
    ...added,
  ]);
  const section = Buffer.concat([Buffer.of(EXPORT_SECTION), writeNumber(body.length), body]);
  return Buffer.concat([module.subarray(0, exports.at), section, module.subarray(exports.end)]);
}

function sectionsOf(module: Uint8Array): readonly Section[] {
  const sections: Section[] = [];
  let at = HEADER_BYTES;
  while (at < module.length) {
    const size = readNumber(module, at + 1);
    const end = size.next + size.value;
    sections.push({ id: module[at] ?? 0, at, begin: size.next, end });
    at = end;
  }
  return sections;
}

/** An unsigned number in LEB128. */
function readNumber(bytes: Uint8Array, at: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let next = at, scale = 1; ; next++, scale *= MORE) {
    const byte = bytes[next] ?? 0;
    value += (byte % MORE) * scale;
    if (byte < MORE) return { value, next: next + 1 };
  }
}

function writeNumber(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= MORE; rest = Math.floor(rest / MORE)) bytes.push((rest % MORE) + MORE);
  return Uint8Array.from([...bytes, rest]);
}
