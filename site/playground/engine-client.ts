/** Asks the engine in its worker. A newer question takes the place of one that still waits or takes too long. */

import type { Answer, Ask } from "./protocol.ts";

/** A question that has been at work for longer is dropped for a newer one, milliseconds. */
const PATIENCE_MS = 1_500;

/** An {@link Ask} whose number is still to come. */
export type Question = Ask extends infer One ? (One extends Ask ? Omit<One, "id"> : never) : never;

export class EngineClient {
  readonly #onAnswer: (answer: Answer) => void;
  #worker: Worker;
  #id = 0;
  #busy: { readonly id: number; readonly sinceMs: number } | undefined;
  #waiting: Question | undefined;

  /** @param onAnswer gets each answer to the newest question */
  constructor(onAnswer: (answer: Answer) => void) {
    this.#onAnswer = onAnswer;
    this.#worker = this.#start();
  }

  ask(question: Question): void {
    this.#waiting = question;
    if (this.#busy !== undefined && performance.now() - this.#busy.sinceMs > PATIENCE_MS) {
      this.#worker.terminate();
      this.#worker = this.#start();
      this.#busy = undefined;
    }
    this.#next();
  }

  #start(): Worker {
    const worker = new Worker("engine.js");
    worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
      const isLast = data.kind !== "swept" || data.done === data.of;
      if (isLast) this.#busy = undefined;
      if (this.#waiting === undefined) this.#onAnswer(data);
      this.#next();
    });
    return worker;
  }

  #next(): void {
    if (this.#busy !== undefined || this.#waiting === undefined) return;
    const id = ++this.#id;
    this.#busy = { id, sinceMs: performance.now() };
    this.#worker.postMessage({ ...this.#waiting, id });
    this.#waiting = undefined;
  }
}
