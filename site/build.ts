/** `npm run site`: builds the docs and the playground into `dist-site/`, a folder that any web server can serve. */

import { build } from "vitepress";
import { buildPlayground } from "./build-playground.ts";

await build("site");
await buildPlayground("dist-site/playground");
