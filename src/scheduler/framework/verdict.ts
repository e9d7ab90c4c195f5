/** What a plugin says when a node, or a pod as a whole, is out of the question (framework `Status`). */

/** `Unschedulable` might be helped by preemption, `UnschedulableAndUnresolvable` not. */
export type Code = "Unschedulable" | "UnschedulableAndUnresolvable";

export interface PluginVerdict {
  readonly plugin: string;
  readonly code: Code;
  readonly reasons: readonly string[];
}

/** A refusal that preemption might help with. */
export function unschedulable(plugin: string, ...reasons: readonly string[]): PluginVerdict {
  return { plugin, code: "Unschedulable", reasons };
}

/** A refusal that no removal of pods changes. */
export function unresolvable(plugin: string, ...reasons: readonly string[]): PluginVerdict {
  return { plugin, code: "UnschedulableAndUnresolvable", reasons };
}
