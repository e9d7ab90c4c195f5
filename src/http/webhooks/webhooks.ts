/**
 * Answers requests whose writes need calls of webhooks.
 *
 * Handlers are synchronous and webhooks are not. So a request goes through its handler up to three times: until its
 * write is known, then as a dry run with the changes of mutating webhooks, and finally, if all webhooks agree, for
 * real. If the object changes in the meantime, everything starts over.
 */

import { equalJson, type JsonObject } from "../../api/json.ts";
import { answerError, headersOf } from "../answer.ts";
import type { World } from "../context.ts";
import { errorForm } from "../negotiation.ts";
import { type Asked, type Reply, withHeaders } from "../reply.ts";
import { HttpError } from "../status.ts";
import { type ConfiguredWebhooks, isAsked, webhooksIn } from "./matching.ts";
import { type AdmissionPass, Intercepted, type ReviewedWrite } from "./pass.ts";
import { Reviewer } from "./reviewer.ts";

/** Maximum number of attempts if others keep changing the object. */
const ATTEMPTS = 5;
const READS = new Set(["GET", "HEAD"]);

/** Answers a request in one pass. */
export type PassAnswer = (request: Asked, admission?: AdmissionPass) => Reply;

/** Answers requests to a world, with calls of its webhooks. */
export class Webhooks {
  readonly #world: World;
  readonly #answer: PassAnswer;
  readonly #reviewer: Reviewer;

  constructor(world: World, answer: PassAnswer) {
    this.#world = world;
    this.#answer = answer;
    this.#reviewer = new Reviewer(world);
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
    const { object } = await this.#reviewer.mutate(mutating, write, warnings);
    const wanted: ReviewedWrite = { ...write, object };
    if (validating.some((webhook) => isAsked(this.#world, webhook, wanted))) {
      // A deletion does not change the object, so there is nothing to try.
      const trial = write.operation === "DELETE" ? undefined : this.#pass(request, write, object, true);
      if (write.operation !== "DELETE" && (trial === undefined || trial.reply.status >= 400)) return trial?.reply;
      await this.#reviewer.validate(validating, { ...wanted, object: trial?.object ?? object }, warnings);
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
}

function withWarnings(reply: Reply, request: Asked, warnings: readonly string[]): Reply {
  const { Warning: more = [] } = headersOf(errorForm(request), warnings);
  const { Warning: own = [] } = reply.headers;
  return warnings.length === 0 ? reply : withHeaders(reply, { Warning: [own, more].flat() });
}
