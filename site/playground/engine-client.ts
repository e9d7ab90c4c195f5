/**
 * Asks the engine in its worker, one question at a time. A newer question takes the place of one of its kind that waits,
 * and of any that takes too long.
 */

import { EventEmitter } from "eventemitter3";
import type { Answer, Ask, Post } from "./protocol.ts";

/** A question that has been at work for longer is dropped for a newer one, milliseconds. */
const PATIENCE_MS = 1_500;

/** An {@link Ask} whose number is still to come. */
export type Question = Ask extends infer One ? (One extends Ask ? Omit<One, "id"> : never) : never;

type AnswerEvents = { [Kind in Answer["kind"]]: (answer: Extract<Answer, { readonly kind: Kind }>) => void };

declare global {
  /** Started by the page before its scripts have loaded. */
  var engineWorker: Worker | undefined;
}

/** The engine that the page has started, or a new one. */
export function startEngine(): Worker {
  const worker = globalThis.engineWorker ?? new Worker("engine.js", { type: "module" });
  globalThis.engineWorker = undefined;
  return worker;
}

/** Emits each answer to the newest question of its kind. */
export class EngineClient extends EventEmitter<AnswerEvents> {
  #worker: Worker;
  #id = 0;
  #busy: { readonly id: number; readonly kind: Question["kind"]; readonly sinceMs: number } | undefined;
  /** At most one question of each kind, the oldest first. */
  readonly #waiting = new Map<Question["kind"], Question>();

  /** @param worker with the engine; another takes its place when it is late */
  constructor(worker: Worker) {
    super();
    this.#worker = this.#listenTo(worker);
  }

  ask(question: Question): void {
    this.#waiting.delete(question.kind);
    this.#waiting.set(question.kind, question);
    if (this.#busy !== undefined && performance.now() - this.#busy.sinceMs > PATIENCE_MS) {
      this.#worker.terminate();
      this.#worker = this.#listenTo(startEngine());
      this.#busy = undefined;
    }
    this.#next();
  }

  #listenTo(worker: Worker): Worker {
    worker.addEventListener("message", ({ data: { id, answer } }: MessageEvent<Post>) => {
      if (id !== this.#busy?.id) return;
      if (answer === "done") this.#busy = undefined;
      else if (!this.#waiting.has(this.#busy.kind)) this.#publish(answer);
      this.#next();
    });
    return worker;
  }

  #publish(answer: Answer): void {
    switch (answer.kind) {
      case "played":
        return void this.emit("played", answer);
      case "reviewed":
        return void this.emit("reviewed", answer);
      case "page":
        return void this.emit("page", answer);
      case "problems":
        return void this.emit("problems", answer);
      case "compared":
        return void this.emit("compared", answer);
      case "swept":
        return void this.emit("swept", answer);
    }
  }

  #next(): void {
    const [question] = this.#waiting.values();
    if (this.#busy !== undefined || question === undefined) return;
    const id = ++this.#id;
    this.#busy = { id, kind: question.kind, sinceMs: performance.now() };
    this.#waiting.delete(question.kind);
    this.#worker.postMessage({ ...question, id });
  }
}
