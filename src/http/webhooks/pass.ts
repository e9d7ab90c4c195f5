/** What stands between a request and the store where webhooks are configured. */

import type { JsonObject } from "../../api/json.ts";
import type { ResourceDefinition, Target } from "../resources/resource.ts";
import type { View } from "../resources/view.ts";

/** A write as webhooks are asked about it. */
export interface ReviewedWrite extends Target {
  readonly operation: "CREATE" | "UPDATE" | "DELETE";
  readonly of: ResourceDefinition;
  /** `""` for the object itself. */
  readonly subresource: string;
  readonly object: JsonObject | undefined;
  readonly oldObject: JsonObject | undefined;
  /** The client wants nothing stored. */
  readonly isDryRun: boolean;
}

/** One pass of a request through its handler. */
export interface AdmissionPass {
  /** Nothing is stored in this pass. */
  readonly isTrial: boolean;
  /** Sees what the request would write, and gives the object to go on with. */
  review(write: ReviewedWrite): JsonObject | undefined;
  /** Sees the object as it would be stored. */
  passed(view: View): void;
}

/** Ends a pass: webhooks must be asked first. */
export class Intercepted extends Error {
  override readonly name = "Intercepted";
  readonly write: ReviewedWrite;

  constructor(write: ReviewedWrite) {
    super("a write waits for webhooks");
    this.write = write;
  }
}
