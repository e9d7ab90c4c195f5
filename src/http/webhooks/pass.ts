/** Hooks into a request for calls of webhooks. */

import type { JsonObject } from "../../api/json.ts";
import type { ResourceDefinition, Target } from "../resources/resource.ts";
import type { View } from "../resources/view.ts";
import type { UserInfo } from "../user-info.ts";

/** The names of the kind of a write. */
export type WrittenKind = Pick<ResourceDefinition, "group" | "version" | "kind" | "plural" | "isNamespaced">;

/** A write under review by webhooks. */
export interface ReviewedWrite extends Target {
  readonly operation: "CREATE" | "UPDATE" | "DELETE";
  readonly of: WrittenKind;
  /** The kind in the version of the request, if a webhook is asked about it in another one. */
  readonly requested?: WrittenKind;
  /** `""` for the object itself. */
  readonly subresource: string;
  readonly object: JsonObject | undefined;
  readonly oldObject: JsonObject | undefined;
  /** Who writes. */
  readonly user: UserInfo;
  /** Whether the request is a dry run. */
  readonly isDryRun: boolean;
}

/** One pass of a request through its handler. */
export interface AdmissionPass {
  /** Whether nothing is stored in this pass. */
  readonly isTrial: boolean;
  /** Called with the write; returns the object to continue with. */
  review(write: ReviewedWrite): JsonObject | undefined;
  /** Called with the object as it would be stored. */
  passed(view: View): void;
}

/** Thrown to end a pass before webhooks are called. */
export class Intercepted extends Error {
  override readonly name = "Intercepted";
  readonly write: ReviewedWrite;

  constructor(write: ReviewedWrite) {
    super("a write waits for webhooks");
    this.write = write;
  }
}
