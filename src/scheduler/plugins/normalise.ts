/** Brings the scores of a plugin between 0 and 100 (framework `DefaultNormalizeScore`). */

export const MAX_SCORE = 100;

/** The best gets 100, others their share of it; all 0 if the best is 0. */
export function normalise(scores: number[]): void {
  const max = Math.max(0, ...scores);
  if (max === 0) return;
  for (let i = 0; i < scores.length; i++) scores[i] = Math.trunc((MAX_SCORE * (scores[i] ?? 0)) / max);
}

/** The least gets most; all 100 if the largest is 0. */
export function normaliseReversed(scores: number[]): void {
  const max = Math.max(0, ...scores);
  for (let i = 0; i < scores.length; i++) {
    scores[i] = max === 0 ? MAX_SCORE : MAX_SCORE - Math.trunc((MAX_SCORE * (scores[i] ?? 0)) / max);
  }
}
