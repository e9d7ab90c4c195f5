/** Asks webhooks about a write, and makes their answers a changed object or a refusal. */

import { isJsonList, isJsonObject, type JsonObject } from "../../api/json.ts";
import { applyJsonPatch } from "../../api/json-patch.ts";
import type { Webhook } from "../../api/kinds/webhook-configurations.ts";
import type { World } from "../context.ts";
import { HttpError } from "../status.ts";
import { ask, type WebhookVerdict } from "./call.ts";
import { askedAs, inVersion } from "./matching.ts";
import type { ReviewedWrite } from "./pass.ts";

/** An object after mutating webhooks. */
export interface Mutated {
  readonly object: JsonObject | undefined;
  /** The operations of all patches, in order. */
  readonly patches: readonly unknown[];
}

export class Reviewer {
  readonly #world: World;
  #asked = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** The object after all mutating webhooks, and their patches. */
  async mutate(webhooks: readonly Webhook[], write: ReviewedWrite, warnings: string[]): Promise<Mutated> {
    let { object } = write;
    const patches: unknown[] = [];
    for (const webhook of webhooks) {
      const asked = askedAs(this.#world, webhook, { ...write, object });
      if (asked === undefined) continue;
      const patch = (await this.#verdict(webhook, asked, warnings))?.patch;
      if (patch === undefined || asked.object === undefined) continue;
      const patched = patchedBy(webhook, asked.object, patch);
      object = asked.requested === undefined ? patched : inVersion(patched, asked.requested);
      if (isJsonList(patch)) patches.push(...patch);
    }
    return { object, patches };
  }

  /** @throws HttpError if a validating webhook refuses */
  async validate(webhooks: readonly Webhook[], write: ReviewedWrite, warnings: string[]): Promise<void> {
    const verdicts = webhooks.map((webhook) => {
      const asked = askedAs(this.#world, webhook, write);
      return asked === undefined ? undefined : this.#verdict(webhook, asked, warnings);
    });
    await Promise.all(verdicts);
  }

  /**
   * Calls a webhook; returns `undefined` if the call fails and its failurePolicy is Ignore.
   *
   * @throws HttpError if the webhook refuses, or if the call fails
   */
  async #verdict(webhook: Webhook, write: ReviewedWrite, warnings: string[]): Promise<WebhookVerdict | undefined> {
    const { name, failurePolicy = "Fail" } = webhook;
    this.#asked++;
    let verdict: WebhookVerdict;
    try {
      verdict = await ask(webhook, write, `00000000-0000-4000-a000-${String(this.#asked).padStart(12, "0")}`);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      const message = `failed calling webhook ${JSON.stringify(name)}: ${detail}`;
      if (failurePolicy === "Fail") throw new HttpError(500, "InternalError", `Internal error occurred: ${message}`);
      warnings.push(`jobsim: ${message}; its failurePolicy is Ignore`);
      return undefined;
    }
    warnings.push(...verdict.warnings);
    if (!verdict.isAllowed) throw refusalOf(name, verdict.status);
    return verdict;
  }
}

/** The refusal of a webhook (`ToStatusErr`). */
function refusalOf(name: string, { code, reason, message }: JsonObject): HttpError {
  const denied = `admission webhook ${JSON.stringify(name)} denied the request`;
  const why = [message, reason].find((text) => typeof text === "string" && text !== "");
  const status = typeof code === "number" && code >= 400 ? code : 400;
  const given = typeof reason === "string" && reason !== "" ? reason : undefined;
  return new HttpError(status, given, why === undefined ? `${denied} without explanation` : `${denied}: ${why}`);
}

function patchedBy({ name }: Webhook, object: JsonObject, patch: unknown): JsonObject {
  try {
    const patched = applyJsonPatch(object, patch);
    if (isJsonObject(patched)) return patched;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new HttpError(500, "InternalError", `Internal error occurred: the patch of webhook ${name}: ${detail}`);
  }
  throw new HttpError(
    500,
    "InternalError",
    `Internal error occurred: the result of the patch of webhook ${name} is not an object`,
  );
}
