/** `npm run site`: builds the docs, the library reference and the playground into `dist-site/`, for any web server. */

import { build } from "vitepress";
import { buildPlayground } from "./build-playground.ts";
import { buildLibraryReference } from "./library-reference.ts";

await build("site");
await buildLibraryReference("dist-site/library");
await buildPlayground("dist-site/playground");
