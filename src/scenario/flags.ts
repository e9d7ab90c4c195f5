/** Behaviour and overrides from command line flags, for a run without a scenario file or on top of one. */

import type { NamedContainerTraits, PodTraits } from "../kubelet/behaviour/rules.ts";
import type { Release } from "../simulation/releases/releases.ts";
import { parseExitFlag, parseTimeFlag } from "./behaviour-flags.ts";
import { type Checked, isFault } from "./checked.ts";
import { type ContainerFlag, parseContainerFlag } from "./container-flag.ts";
import { parseDuration } from "./duration.ts";
import { InputError, type Problem } from "./problem.ts";
import { parseRelease } from "./release.ts";
import { type ParamFlag, parseParamFlag, parseSetFlag, type SetFlag } from "./set-flag.ts";
import { parseStartTime } from "./start-time.ts";

/** The flags as texts, by name without the dashes. */
export interface FlagTexts {
  readonly schedule?: string | undefined;
  readonly start?: string | undefined;
  readonly ready?: string | undefined;
  readonly run?: string | undefined;
  readonly exit?: string | undefined;
  readonly container?: readonly string[] | undefined;
  readonly seed?: string | undefined;
  readonly kubernetes?: string | undefined;
  readonly until?: string | undefined;
  /** The same as `until`, as people say it for schedules. */
  readonly for?: string | undefined;
  readonly startTime?: string | undefined;
  readonly set?: readonly string[] | undefined;
  readonly param?: readonly string[] | undefined;
}

/** What flags change: `traits` over `pods.default`, `set` in every Job or in the scenario. */
export interface Overrides {
  readonly traits: PodTraits;
  readonly seed?: string;
  readonly kubernetes?: Release;
  readonly untilMs?: number;
  /** The instant that the run begins at, a whole second in milliseconds since 1970. */
  readonly epochMs?: number;
  readonly set: readonly SetFlag[];
  /** Parameters of the scenario. */
  readonly params: readonly ParamFlag[];
}

/**
 * Reads all flags of a run.
 *
 * @param texts flags that were given
 * @throws InputError with a problem for each flag that is wrong
 * @example
 * parseFlags({ run: "lognormal:median=30s,p95=2m", exit: "0:95%,1:5%", set: ["spec.backoffLimit=2"] });
 */
export function parseFlags(texts: FlagTexts): Overrides {
  const problems: Problem[] = [];
  function read<T>(flag: string, text: string | undefined, parse: (text: string) => Checked<T>): T | undefined {
    if (text === undefined) return undefined;
    const checked = parse(text);
    if (!isFault(checked)) return checked.value;
    problems.push({ file: `--${flag} ${text}`, message: checked.problem });
    return undefined;
  }
  const schedule = read("schedule", texts.schedule, (text) => parseTimeFlag(text, "never"));
  const start = read("start", texts.start, (text) => parseTimeFlag(text, "never"));
  const ready = read("ready", texts.ready, (text) => parseTimeFlag(text, "never"));
  const run = read("run", texts.run, (text) => parseTimeFlag(text, "forever"));
  const exit = read("exit", texts.exit, parseExitFlag);
  const containers = (texts.container ?? []).flatMap((text) => read("container", text, parseContainerFlag) ?? []);
  const kubernetes = read("kubernetes", texts.kubernetes, parseRelease);
  const untilMs = read("until", texts.until, parseDuration) ?? read("for", texts.for, parseDuration);
  const epochMs = read("start-time", texts.startTime, parseStartTime);
  const set = (texts.set ?? []).flatMap((text) => read("set", text, parseSetFlag) ?? []);
  const params = (texts.param ?? []).flatMap((text) => read("param", text, parseParamFlag) ?? []);
  if (problems.length > 0) throw new InputError(problems);
  return {
    traits: {
      ...(schedule === undefined ? {} : { schedule }),
      ...(start === undefined ? {} : { start }),
      ...(ready === undefined ? {} : { ready }),
      ...(run === undefined ? {} : { run }),
      ...(exit === undefined ? {} : { exit }),
      ...(containers.length === 0 ? {} : { containers: byName(containers) }),
    },
    ...(texts.seed === undefined ? {} : { seed: texts.seed }),
    ...(kubernetes === undefined ? {} : { kubernetes }),
    ...(untilMs === undefined ? {} : { untilMs }),
    ...(epochMs === undefined ? {} : { epochMs }),
    set,
    params,
  };
}

/** Flags about one container are combined. */
function byName(flags: readonly ContainerFlag[]): Readonly<Record<string, NamedContainerTraits>> {
  const found: { [name: string]: NamedContainerTraits } = {};
  for (const { name, traits } of flags) found[name] = { ...found[name], ...traits };
  return found;
}
