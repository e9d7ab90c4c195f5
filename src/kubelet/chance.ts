/** What a real kubelet leaves to chance: which of two things comes first that are due in the same millisecond. */

export interface KubeletChance {
  /** What happens to a container that would end, after its stop signal, in the millisecond of its SIGKILL. */
  readonly endOrKill: "killed" | "ended";
  /** Whether a probe that is due when a container ends still finds it running. */
  readonly probeTick: "beforeEnds" | "afterEnds";
}

/** The likeliest choices. */
export const DEFAULT_KUBELET_CHANCE: KubeletChance = { endOrKill: "killed", probeTick: "beforeEnds" };
