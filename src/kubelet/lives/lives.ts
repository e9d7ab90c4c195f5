/** The lives of pods: pods with the same origin share one. */

import type { PodScript } from "../script.ts";
import { Life } from "./life.ts";
import type { Origin } from "./origin.ts";
import type { MachineWorld } from "./scripted-machine.ts";

export class Lives {
  readonly #world: MachineWorld;
  #instantMs = -1;
  /** Lives that began at this instant. */
  readonly #begun = new Map<PodScript, Life[]>();

  constructor(world: MachineWorld) {
    this.#world = world;
  }

  begin(origin: Origin): Life {
    if (this.#instantMs !== origin.atMs) {
      this.#instantMs = origin.atMs;
      this.#begun.clear();
    }
    const alike = this.#begun.get(origin.script);
    const known = alike?.find((life) => life.isOpenTo(origin));
    if (known !== undefined) return known;
    const life = new Life(this.#world, origin);
    if (alike === undefined) this.#begun.set(origin.script, [life]);
    else alike.push(life);
    return life;
  }
}
