/** A run that was stopped because it became too large says so before anything else. */

import type { Environment } from "../environment.ts";
import type { Played } from "./play.ts";

/** Why a run was cut short; nothing of one that was played to its end. */
export function cutShortText({ ending, excess }: Pick<Played, "ending" | "excess">): string | undefined {
  return ending === "full" ? `CUT SHORT: ${excess}; what follows is the part that was played` : undefined;
}

/** Says it on standard error. */
export function noteCutShort(played: Pick<Played, "ending" | "excess">, { stderr }: Environment): void {
  const text = cutShortText(played);
  if (text !== undefined) stderr.write(`${text}\n`);
}
