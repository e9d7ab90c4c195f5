/**
 * Where the API server keeps its pods: each has a slot, a small number that is never reused.
 *
 * Runs have 100,000 pods and more. Components that keep state per pod (the kubelet, the controller's view) use an array
 * indexed by slot, so only names from the API need a map lookup.
 */

import type { Pod } from "../api/types.ts";

type Slots = Map<string, number>;

/** The stored pods, by slot and by name. */
export class PodTable {
  /** By slot; `undefined` once the pod is gone. */
  readonly #pods: (Pod | undefined)[] = [];
  readonly #byNamespace = new Map<string, Slots>();
  #size = 0;
  /** The namespace of the last lookup, which is nearly always that of the next. */
  #lastNamespace = "";
  #lastSlots: Slots | undefined;

  get size(): number {
    return this.#size;
  }

  get(namespace: string, name: string): Pod | undefined {
    const slot = this.slotOf(namespace, name);
    return slot === undefined ? undefined : this.#pods[slot];
  }

  /** The pod in a slot, unless it is gone. */
  at(slot: number): Pod | undefined {
    return this.#pods[slot];
  }

  slotOf(namespace: string, name: string): number | undefined {
    return this.#slots(namespace)?.get(name);
  }

  /** Stores a new pod, whose name must be free, and returns its slot. */
  add(pod: Pod): number {
    const { namespace, name } = pod.metadata;
    let slots = this.#slots(namespace);
    if (slots === undefined) {
      slots = new Map();
      this.#byNamespace.set(namespace, slots);
    }
    const slot = this.#pods.length;
    this.#pods.push(pod);
    slots.set(name, slot);
    this.#size++;
    return slot;
  }

  /** Stores the next state of the pod in a slot; its name and namespace must not change. */
  set(slot: number, pod: Pod): void {
    this.#pods[slot] = pod;
  }

  remove(slot: number): void {
    const pod = this.#pods[slot];
    if (pod === undefined) return;
    this.#pods[slot] = undefined;
    this.#slots(pod.metadata.namespace)?.delete(pod.metadata.name);
    this.#size--;
  }

  /** Pods of a namespace in creation order. */
  *inNamespace(namespace: string): Generator<Pod, void, void> {
    for (const slot of this.#byNamespace.get(namespace)?.values() ?? []) {
      const pod = this.#pods[slot];
      if (pod !== undefined) yield pod;
    }
  }

  /** All pods with their slots, grouped by namespace. */
  *entries(): Generator<readonly [slot: number, pod: Pod], void, void> {
    for (const slots of this.#byNamespace.values()) {
      for (const slot of slots.values()) {
        const pod = this.#pods[slot];
        if (pod !== undefined) yield [slot, pod];
      }
    }
  }

  *[Symbol.iterator](): Iterator<Pod> {
    for (const [, pod] of this.entries()) yield pod;
  }

  #slots(namespace: string): Slots | undefined {
    if (namespace !== this.#lastNamespace || this.#lastSlots === undefined) {
      this.#lastSlots = this.#byNamespace.get(namespace);
      this.#lastNamespace = namespace;
    }
    return this.#lastSlots;
  }
}
