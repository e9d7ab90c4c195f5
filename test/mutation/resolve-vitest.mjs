/** Makes `vitest` mean what stands beside this file, in the process that imports it. */

import { register } from "node:module";

const REPLACEMENT = new URL("vitest-in-process.mjs", import.meta.url).href;
const hooks = `export const resolve = (name, context, next) =>
  name === "vitest" ? { url: ${JSON.stringify(REPLACEMENT)}, shortCircuit: true } : next(name, context);`;

register(`data:text/javascript,${encodeURIComponent(hooks)}`);
