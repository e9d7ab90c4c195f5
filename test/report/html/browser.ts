/** A real browser for tests, where the machine has one. */

import { existsSync } from "node:fs";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Path of Chromium, or nothing: then tests that need it are skipped. */
export const CHROMIUM = [process.env.CHROMIUM_PATH ?? "", ...PLACES].find((path) => path !== "" && existsSync(path));

/** What a skipped test says. */
export const NEEDS_CHROMIUM =
  CHROMIUM === undefined ? " (skipped: no Chromium here; apt-get install chromium, or set CHROMIUM_PATH)" : "";
