/** How a scenario writes times and exit codes: the inverse of `compile-time.ts`. */

import type { JsonObject } from "../../api/json.ts";
import type { Distribution } from "../../engine/distribution.ts";
import type { ExitChoice } from "../../kubelet/behaviour/exit-choice.ts";
import { formatDuration } from "../duration.ts";

export function writeTime(time: Distribution): string | JsonObject {
  switch (time.kind) {
    case "fixed":
      return formatDuration(time.ms);
    case "uniform":
      return { uniform: { min: formatDuration(time.minMs), max: formatDuration(time.maxMs) } };
    case "normal": {
      const { meanMs, stddevMs, minMs } = time;
      const min = minMs === 0 ? {} : { min: formatDuration(minMs) };
      return { normal: { mean: formatDuration(meanMs), stddev: formatDuration(stddevMs), ...min } };
    }
    case "lognormal":
      return { lognormal: { mu: time.mu, sigma: time.sigma } };
    case "exponential":
      return { exponential: { mean: formatDuration(time.meanMs) } };
    case "weibull":
      return { weibull: { scale: formatDuration(time.scaleMs), shape: time.shape } };
    case "values":
      return { empirical: { values: time.valuesMs.map(formatDuration) } };
    case "quantiles": {
      const points = time.points.map(({ share, ms }) => [`p${percentOf(share)}`, formatDuration(ms)]);
      return { empirical: { quantiles: Object.fromEntries(points) } };
    }
  }
}

/** A time, or the word for a step that does not happen. */
export function writeStep(step: Distribution | "never" | "forever"): string | JsonObject {
  return typeof step === "string" ? step : writeTime(step);
}

export function writeExit({ codes, upTo }: ExitChoice): number | JsonObject {
  const [only] = codes;
  if (codes.length === 1 && only !== undefined) return only;
  return Object.fromEntries(codes.map((code, i) => [String(code), (upTo[i] ?? 1) - (upTo[i - 1] ?? 0)]));
}

/** Without floating point noise, so that 0.999 is 99.9. */
function percentOf(share: number): number {
  return Number((share * 100).toPrecision(12));
}
