/** Reads files that a user names, or that a file of the user names, and no other path. */

import { readFileSync, realpathSync, statSync } from "node:fs";
import { decodeText } from "../scenario/text-encoding.ts";

/** Larger than any dump of a cluster; a text of twice that size does not fit in a V8 string. */
const MAX_BYTES = 256 * 1024 * 1024;
/** Folders whose files show the state of the machine, including secrets of this process. */
const STATE_OF_MACHINE = /^\/(?:proc|sys|dev)\//;

/** A path leads to something that is not a file a scenario could name. */
class NotAFile extends Error {
  readonly code = "NOT_A_FILE";
}

/**
 * Reads a text file, or a pipe such as `<(helm template .)`.
 *
 * @throws what the file system throws, and for devices, files of the running system, and files of over 256 MiB
 */
export function readRegularFile(path: string): string {
  const stat = statSync(path);
  if (stat.isFile()) {
    if (STATE_OF_MACHINE.test(realpathSync(path))) throw new NotAFile("it belongs to the running system");
    if (stat.size > MAX_BYTES) throw new NotAFile(`it is larger than ${MAX_BYTES} bytes`);
  } else if (!stat.isFIFO() && !stat.isDirectory()) throw new NotAFile("it is neither a file nor a pipe");
  return decodeText(readFileSync(path));
}
