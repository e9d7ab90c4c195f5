/** Subresources that are neither read nor written like an object: bindings, evictions and logs of pods. */

import type { ApiRequest } from "./context.ts";
import type { Reply } from "./reply.ts";

export type SubresourceHandler = (request: ApiRequest) => Reply;

/** Handlers by `resource/subresource`. */
export type SubresourceHandlers = Readonly<Record<string, SubresourceHandler>>;
