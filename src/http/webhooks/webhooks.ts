/**
 * Answers requests whose writes need calls of webhooks.
 *
 * Handlers are synchronous and webhooks are not. So a request goes through its handler up to three times: until its
 * write is known, then as a dry run with the changes of mutating webhooks, and finally, if all webhooks agree, for
 * real. If the object changes in the meantime, everything starts over.
 */

import { equalJson, isJsonObject, type JsonObject } from "../../api/json.ts";
import { applyJsonPatch } from "../../api/json-patch.ts";
import type { Webhook } from "../../api/kinds/webhook-configurations.ts";
import { answerError, headersOf } from "../answer.ts";
import type { World } from "../context.ts";
import { errorForm } from "../negotiation.ts";
import type { Asked, Reply } from "../reply.ts";
import { HttpError } from "../status.ts";
import { ask, type WebhookVerdict } from "./call.ts";
import { type ConfiguredWebhooks, isAsked, webhooksIn } from "./matching.ts";
import { type AdmissionPass, Intercepted, type ReviewedWrite } from "./pass.ts";

/** Maximum number of attempts if others keep changing the object. */
const ATTEMPTS = 5;
const READS = new Set(["GET", "HEAD"]);

/** Answers a request in one pass. */
export type PassAnswer = (request: Asked, admission?: AdmissionPass) => Reply;

/** Answers requests to a world, with calls of its webhooks. */
export class Webhooks {
  readonly #world: World;
  readonly #answer: PassAnswer;
  #asked = 0;

  constructor(world: World, answer: PassAnswer) {
    this.#world = world;
    this.#answer = answer;
  }

  /** Answers a request; synchronously if no webhook is configured. */
  answer(request: Asked): Reply | Promise<Reply> {
    const configured = READS.has(request.method) ? undefined : webhooksIn(this.#world);
    return configured === undefined ? this.#answer(request) : this.#admit(request, configured);
  }

  async #admit(request: Asked, configured: ConfiguredWebhooks): Promise<Reply> {
    const warnings: string[] = [];
    try {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const reply = await this.#attempt(request, configured, warnings);
        if (reply !== undefined) return withWarnings(reply, request, warnings);
      }
      throw new HttpError(409, "Conflict", "the object was changed by others while webhooks were called");
    } catch (error) {
      if (error instanceof HttpError) return answerError(error, errorForm(request), warnings);
      throw error;
    }
  }

  /** One attempt; `undefined` if the object changed in the meantime. */
  async #attempt(request: Asked, { mutating, validating }: ConfiguredWebhooks, warnings: string[]) {
    const first = this.#firstPass(request);
    if (!("write" in first)) return first.reply;
    const { write } = first;
    const object = await this.#mutated(mutating, write, warnings);
    const wanted: ReviewedWrite = { ...write, object };
    if (validating.some((webhook) => isAsked(this.#world, webhook, wanted))) {
      // A deletion does not change the object, so there is nothing to try.
      const trial = write.operation === "DELETE" ? undefined : this.#pass(request, write, object, true);
      if (write.operation !== "DELETE" && (trial === undefined || trial.reply.status >= 400)) return trial?.reply;
      await this.#validate(validating, { ...wanted, object: trial?.object ?? object }, warnings);
    }
    return this.#pass(request, write, object, false)?.reply;
  }

  /** Runs the handler up to the write; a request without a write is answered. */
  #firstPass(request: Asked): { readonly write: ReviewedWrite } | { readonly reply: Reply } {
    const review = (write: ReviewedWrite) => {
      throw new Intercepted(write);
    };
    try {
      return { reply: this.#answer(request, { isTrial: true, review, passed: () => {} }) };
    } catch (error) {
      if (error instanceof Intercepted) return { write: error.write };
      throw error;
    }
  }

  /** Continues with an object in place of the reviewed one; `undefined` if the reviewed object has changed. */
  #pass(request: Asked, seen: ReviewedWrite, object: JsonObject | undefined, isTrial: boolean) {
    let stored: JsonObject | undefined;
    const review = (write: ReviewedWrite) => {
      const isSame = equalJson(write.object, seen.object) && equalJson(write.oldObject, seen.oldObject);
      if (!isSame) throw new Intercepted(write);
      return object;
    };
    const passed: AdmissionPass["passed"] = (view) => {
      stored = view.json();
    };
    try {
      return { reply: this.#answer(request, { isTrial, review, passed }), object: stored };
    } catch (error) {
      if (error instanceof Intercepted) return undefined;
      throw error;
    }
  }

  async #mutated(webhooks: readonly Webhook[], write: ReviewedWrite, warnings: string[]) {
    let { object } = write;
    for (const webhook of webhooks) {
      const wanted = { ...write, object };
      if (!isAsked(this.#world, webhook, wanted)) continue;
      const patch = (await this.#verdict(webhook, wanted, warnings))?.patch;
      if (patch === undefined || object === undefined) continue;
      object = patchedBy(webhook, object, patch);
    }
    return object;
  }

  async #validate(webhooks: readonly Webhook[], write: ReviewedWrite, warnings: string[]): Promise<void> {
    const asked = webhooks.filter((webhook) => isAsked(this.#world, webhook, write));
    await Promise.all(asked.map((webhook) => this.#verdict(webhook, write, warnings)));
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

function withWarnings(reply: Reply, request: Asked, warnings: readonly string[]): Reply {
  const more = headersOf(errorForm(request), warnings).get("Warning");
  if (more !== null) reply.headers.append("Warning", more);
  return reply;
}
