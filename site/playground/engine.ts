/**
 * The engine in its worker. The file that the worker starts with plays a run and prints its timeline, and nothing else:
 * that is what people wait for. Everything else loads when it is asked for, or after the first timeline.
 */

import { InputError } from "../../src/scenario/problem.ts";
import { type Played, play, playedAnswer } from "./playing.ts";
import { type Answer, type Ask, type Mark, markOf, type Post, type Source } from "./protocol.ts";
import { loadZod, ZodIsMissing } from "./zod-on-demand.ts";

let last: Played | undefined;

self.addEventListener("message", ({ data }: MessageEvent<Ask>) => void answer(data));

async function answer(ask: Ask): Promise<void> {
  const post = (answer: Post["answer"]) => self.postMessage({ id: ask.id, answer } satisfies Post);
  try {
    for await (const one of answersTo(ask)) post(one);
  } catch (error) {
    if (error instanceof ZodIsMissing) {
      await loadZod();
      return await answer(ask);
    }
    post({ kind: "problems", marks: marksOf(error) });
  }
  post("done");
}

async function* answersTo(ask: Ask): AsyncGenerator<Answer> {
  if (ask.kind === "play") return yield* playedAnswers(ask.source, ask.page);
  if (ask.kind === "compare") return yield (await import("./pages.ts")).comparedAnswer(ask.source, ask.other);
  yield* (await import("./sweeping.ts")).sweptAnswers(ask.source, ask.seeds);
}

async function* playedAnswers(source: Source, withPage: boolean): AsyncGenerator<Answer> {
  last = last !== undefined && isSame(last.source, source) ? last : play(source);
  yield playedAnswer(last);
  yield (await import("./review.ts")).reviewedAnswer(last);
  if (withPage) yield (await import("./pages.ts")).pageAnswer(last);
}

function isSame(one: Source, other: Source): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function marksOf(error: unknown): readonly Mark[] {
  if (error instanceof InputError) return error.problems.map(markOf);
  return [{ severity: "error", message: `this is a bug in jobsim: ${error instanceof Error ? error.message : error}` }];
}
