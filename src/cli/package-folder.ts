/** Where the files lie that the package ships next to its code: docs and scenarios to start from. */

import { fileURLToPath } from "node:url";

/** The same from `src/cli` as from the folder of the bundles, `dist/js`. */
const FOLDER = fileURLToPath(new URL("../../", import.meta.url));

/** The path of a file of the package, such as `docs/releases.md`. */
export function shippedPath(name: string): string {
  return FOLDER + name;
}
