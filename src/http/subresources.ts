/** Subresources with special handlers: bindings, evictions and logs of pods. */

import type { ApiRequest } from "./context.ts";
import type { Reply } from "./reply.ts";

/** Answers a request for a subresource. */
export type SubresourceHandler = (request: ApiRequest) => Reply;

/** Handlers by `resource/subresource`. */
export type SubresourceHandlers = Readonly<Record<string, SubresourceHandler>>;
