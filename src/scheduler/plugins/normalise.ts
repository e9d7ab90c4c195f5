/** Scales the scores of a plugin to 0 to 100 (framework `DefaultNormalizeScore`). */

export const MAX_SCORE = 100;

/** The maximum becomes 100, others are proportional; all 0 if the maximum is 0. */
export function normalise(scores: number[]): void {
  const max = Math.max(0, ...scores);
  if (max === 0) return;
  for (let i = 0; i < scores.length; i++) scores[i] = Math.trunc((MAX_SCORE * (scores[i] ?? 0)) / max);
}

/** The same in reverse: 0 becomes 100, the maximum 0; all 100 if the maximum is 0. */
export function normaliseReversed(scores: number[]): void {
  const max = Math.max(0, ...scores);
  for (let i = 0; i < scores.length; i++) {
    scores[i] = max === 0 ? MAX_SCORE : MAX_SCORE - Math.trunc((MAX_SCORE * (scores[i] ?? 0)) / max);
  }
}
