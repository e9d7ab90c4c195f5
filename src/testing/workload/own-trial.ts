/** Trials of an author's own world: the engine draws what goes wrong around it, and simplifies both. */

import { kind } from "../../api/kinds/kind.ts";
import { EPOCH_MS, type SimulationPlan, type TimedAction } from "../../simulation/plan.ts";
import { coincideWith } from "../generate/coincide.ts";
import { drawFaults, drawReadFaults, type Faults } from "../generate/faults.ts";
import {
  drawFeatures,
  drawLaterFeatures,
  FAULT_FEATURES,
  type Feature,
  JOB_FEATURES,
  LATER_FAULTS,
  OWN_WORLD_GROUPS,
  REPLICA_FAULTS,
} from "../generate/features.ts";
import { withLaterFaults } from "../generate/later-faults.ts";
import { drawScale } from "../generate/scale.ts";
import { withoutFaults, withShorterFaults } from "../shrink/fewer-faults.ts";
import { shorterLists } from "../shrink/shorter-lists.ts";
import type { Shrinkable } from "../shrink/shrink.ts";
import { randomSource } from "../source.ts";
import { aimedAt, drawLag } from "./own-faults.ts";
import { drawProcessFaults } from "./own-processes.ts";
import { areSimpler, simplerChoices } from "./simpler-choices.ts";
import { type DrawnWorld, drawWorld, type Workload, type WorldFrame, worldOfChoices } from "./world.ts";

/** What is drawn in addition to a world, or for a Job that a workload has the engine draw. */
const DRAWN: ReadonlySet<Feature> = new Set([...JOB_FEATURES, ...FAULT_FEATURES, ...LATER_FAULTS, ...REPLICA_FAULTS]);

/**
 * What a trial of a workload may contain.
 *
 * @throws Error if a feature is named that is drawn for the engine's own Jobs only
 */
export function featuresOfWorkload(named?: readonly Feature[]): readonly Feature[] {
  if (named === undefined) return [...DRAWN];
  const others = named.filter((feature) => !DRAWN.has(feature));
  if (others.length === 0) return named;
  const are = others.length === 1 ? "is" : "are";
  throw new Error(`${others.join(", ")} ${are} not drawn for a workload: draw what users do in the workload itself`);
}

/** What a trial is drawn for. */
export interface OwnTrialOptions {
  readonly workload: Workload;
  readonly allowed: readonly Feature[];
  /** Kinds of objects that the world may hold in addition to those that it declares. */
  readonly kinds: readonly string[];
  /** Names of the replicas of its controllers. */
  readonly replicas: readonly string[];
}

/** Draws the trial of a seed: the world, and faults around it that come at its busy instants. */
export function drawOwnTrial(seed: string, { workload, allowed, kinds, replicas }: OwnTrialOptions): Shrinkable {
  const source = randomSource(seed);
  const features = drawFeatures(source, allowed, OWN_WORLD_GROUPS);
  const scale = drawScale(source);
  const frame = { workload, features, scale };
  const world = drawWorld(frame, seed);
  const drawn = { ...drawFaults(source, features, scale), ...drawLag(source, features) };
  const faults = coincideWith(source, world.busyMs, drawn);
  const read = { ...faults, ...drawReadFaults(source, features, scale, faults) };
  const later = randomSource(`${seed} later faults`);
  const all = withLaterFaults(later, drawLaterFeatures(later, allowed), scale, read);
  const aimed = aimedAt(source, [...kindsOf(world), ...kinds], all);
  const { restarts, partitions } = drawProcessFaults(randomSource(`${seed} processes`), {
    ...{ allowed, scale, replicas },
    busyMs: world.busyMs,
  });
  const disturbances = [...(aimed.disturbances ?? []), ...partitions];
  const around = disturbances.length === 0 ? aimed : { ...aimed, disturbances };
  return new OwnTrial(frame, `w${seed}`, world, { ...around, restarts });
}

/** Everything that goes wrong around a world. */
interface OwnFaults extends Faults {
  readonly restarts: readonly TimedAction[];
}

function kindsOf({ world: { kinds = [] } }: DrawnWorld): string[] {
  return kinds.map((declared) => kind(declared).resource);
}

class OwnTrial implements Shrinkable {
  readonly trial: SimulationPlan;
  readonly #frame: WorldFrame;
  readonly #seed: string;
  readonly #drawn: DrawnWorld;
  readonly #faults: OwnFaults;

  constructor(frame: WorldFrame, seed: string, drawn: DrawnWorld, faults: OwnFaults) {
    const { restarts, ...others } = faults;
    const actions = [...drawn.world.actions, ...restarts].sort((a, b) => a.atMs - b.atMs);
    this.trial = inWorld({ epochMs: EPOCH_MS, seed, ...others, ...drawn.world, actions }, drawn, faults);
    this.#frame = frame;
    this.#seed = seed;
    this.#drawn = drawn;
    this.#faults = faults;
  }

  *simpler(): Generator<Shrinkable> {
    for (const fewer of withoutFaults(this.#faults)) yield this.#with(this.#drawn, fewer);
    for (const restarts of shorterLists(this.#faults.restarts)) {
      yield this.#with(this.#drawn, { ...this.#faults, restarts });
    }
    yield* this.#inSimplerWorlds();
    for (const fewer of withShorterFaults(this.#faults)) yield this.#with(this.#drawn, fewer);
  }

  /** Worlds are drawn again, so that each is what the workload guarantees. */
  *#inSimplerWorlds(): Generator<Shrinkable> {
    const { recording } = this.#drawn;
    for (const choices of simplerChoices(recording)) {
      const drawn = worldOfChoices(this.#frame, choices);
      if (drawn === undefined || !areSimpler(drawn.recording.choices, recording.choices)) continue;
      yield this.#with(drawn, this.#faults);
    }
  }

  #with(drawn: DrawnWorld, faults: OwnFaults): Shrinkable {
    return new OwnTrial(this.#frame, this.#seed, drawn, faults);
  }
}

/** What a world sets overrides what is drawn; of lists, both are used. */
function inWorld(trial: SimulationPlan, { world }: DrawnWorld, drawn: Faults): SimulationPlan {
  const both = <T>(own: readonly T[] | undefined, more: readonly T[] | undefined) =>
    own === undefined || more === undefined ? undefined : [...own, ...more];
  const disturbances = both(world.disturbances, drawn.disturbances);
  const faults = both(world.faults, drawn.faults);
  const quotas = both(world.quotas, drawn.quotas);
  return {
    ...trial,
    ...(disturbances === undefined ? {} : { disturbances }),
    ...(faults === undefined ? {} : { faults }),
    ...(quotas === undefined ? {} : { quotas }),
  };
}
