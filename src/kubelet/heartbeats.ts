/**
 * Heartbeats of a node's kubelet, as a function of time.
 *
 * A live kubelet renews its lease every ten seconds and posts its status with every thirtieth renewal. These are not
 * events of a run: the node lifecycle controller asks for the last one when it needs it.
 */

/** Period of lease renewals: a quarter of the lease duration of 40 s. */
export const LEASE_RENEWAL_MS = 10_000;
/** `nodeStatusReportFrequency`: five minutes, as a number of renewals. */
const RENEWALS_BETWEEN_POSTS = 30;

/** A period in which the kubelet is alive. */
interface Life {
  readonly firstRenewalMs: number;
  /** When the kubelet fell silent. */
  untilMs: number;
}

export class KubeletHeartbeats {
  readonly #lives: Life[] = [];
  /** When the lease was last renewed and the status last posted before the run. */
  readonly #earlierMs: number | undefined;

  private constructor(earlierMs: number | undefined) {
    this.#earlierMs = earlierMs;
  }

  /** A kubelet that starts now. */
  static since(nowMs: number): KubeletHeartbeats {
    const kubelet = new KubeletHeartbeats(undefined);
    kubelet.revive(nowMs);
    return kubelet;
  }

  /** A kubelet that was running before: its last heartbeat, and when it renews its lease next. */
  static running(earlierMs: number, nextRenewalMs: number): KubeletHeartbeats {
    const kubelet = new KubeletHeartbeats(earlierMs);
    kubelet.revive(nextRenewalMs);
    return kubelet;
  }

  /** A kubelet without any heartbeat. */
  static silent(): KubeletHeartbeats {
    return new KubeletHeartbeats(undefined);
  }

  get isAlive(): boolean {
    return this.#lives.at(-1)?.untilMs === Number.POSITIVE_INFINITY;
  }

  /** The kubelet falls silent; a renewal that is due now is missed. */
  silence(nowMs: number): void {
    const life = this.#lives.at(-1);
    if (life !== undefined) life.untilMs = Math.min(life.untilMs, nowMs);
  }

  /** The kubelet starts, renews its lease and posts its status at once. */
  revive(nowMs: number): void {
    this.silence(nowMs);
    this.#lives.push({ firstRenewalMs: nowMs, untilMs: Number.POSITIVE_INFINITY });
  }

  /** The last renewal as of `atMs`. */
  renewedMs(atMs: number): number | undefined {
    return this.#lastMs(atMs, LEASE_RENEWAL_MS);
  }

  /** The last periodic post of the status as of `atMs`; posts that report a change do not count. */
  postedMs(atMs: number): number | undefined {
    return this.#lastMs(atMs, LEASE_RENEWAL_MS * RENEWALS_BETWEEN_POSTS);
  }

  #lastMs(atMs: number, periodMs: number): number | undefined {
    for (const { firstRenewalMs, untilMs } of this.#lives.toReversed()) {
      // A heartbeat that is due when the kubelet falls silent is not sent.
      const lastMs = Math.min(atMs, untilMs - 1);
      if (lastMs >= firstRenewalMs) return lastMs - ((lastMs - firstRenewalMs) % periodMs);
    }
    return this.#earlierMs;
  }
}

/** The heartbeats of all kubelets, by node name. */
export class NodeHeartbeats {
  readonly #kubelets = new Map<string, KubeletHeartbeats>();
  readonly #listeners: ((nodeName: string) => void)[] = [];

  /** Adds or replaces the kubelet of a node. */
  register(nodeName: string, kubelet: KubeletHeartbeats): void {
    this.#kubelets.set(nodeName, kubelet);
    this.#notify(nodeName);
  }

  silence(nodeName: string, nowMs: number): void {
    this.#kubelets.get(nodeName)?.silence(nowMs);
    this.#notify(nodeName);
  }

  revive(nodeName: string, nowMs: number): void {
    const kubelet = this.#kubelets.get(nodeName);
    if (kubelet === undefined) this.#kubelets.set(nodeName, KubeletHeartbeats.since(nowMs));
    else kubelet.revive(nowMs);
    this.#notify(nodeName);
  }

  renewedMs(nodeName: string, atMs: number): number | undefined {
    return this.#kubelets.get(nodeName)?.renewedMs(atMs);
  }

  postedMs(nodeName: string, atMs: number): number | undefined {
    return this.#kubelets.get(nodeName)?.postedMs(atMs);
  }

  isAlive(nodeName: string): boolean {
    return this.#kubelets.get(nodeName)?.isAlive === true;
  }

  follow(listener: (nodeName: string) => void): void {
    this.#listeners.push(listener);
  }

  #notify(nodeName: string): void {
    for (const listener of this.#listeners) listener(nodeName);
  }
}
