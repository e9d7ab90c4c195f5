/**
 * Signs of life of a node's kubelet, as a function of time.
 *
 * A kubelet that lives renews its lease every ten seconds and posts its status with every thirtieth renewal. Nothing
 * happens at these instants in a run: whoever watches nodes asks what the last one was.
 */

/** Renewal of the lease: a quarter of its duration of 40 s. */
export const LEASE_RENEWAL_MS = 10_000;
/** `nodeStatusReportFrequency`: five minutes, in renewals. */
const RENEWALS_BETWEEN_POSTS = 30;

/** A time in which the kubelet lives. */
interface Life {
  readonly firstRenewalMs: number;
  /** The kubelet is silent from here on. */
  untilMs: number;
}

export class KubeletHeartbeats {
  readonly #lives: Life[] = [];
  /** Signs of life from before: the lease was renewed and the status posted then. */
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

  /** A kubelet that has lived for a while: its last signs of life, and when it renews its lease next. */
  static running(earlierMs: number, nextRenewalMs: number): KubeletHeartbeats {
    const kubelet = new KubeletHeartbeats(earlierMs);
    kubelet.revive(nextRenewalMs);
    return kubelet;
  }

  /** A kubelet that was never heard of. */
  static silent(): KubeletHeartbeats {
    return new KubeletHeartbeats(undefined);
  }

  get isAlive(): boolean {
    return this.#lives.at(-1)?.untilMs === Number.POSITIVE_INFINITY;
  }

  /** The kubelet is silent from now on; a renewal that is due now is missed. */
  silence(nowMs: number): void {
    const life = this.#lives.at(-1);
    if (life !== undefined) life.untilMs = Math.min(life.untilMs, nowMs);
  }

  /** The kubelet starts: it renews its lease and posts its status at once. */
  revive(nowMs: number): void {
    this.silence(nowMs);
    this.#lives.push({ firstRenewalMs: nowMs, untilMs: Number.POSITIVE_INFINITY });
  }

  /** The last renewal at an instant. */
  renewedMs(atMs: number): number | undefined {
    return this.#lastMs(atMs, LEASE_RENEWAL_MS);
  }

  /** The last post of the status at an instant, apart from those that report a change. */
  postedMs(atMs: number): number | undefined {
    return this.#lastMs(atMs, LEASE_RENEWAL_MS * RENEWALS_BETWEEN_POSTS);
  }

  #lastMs(atMs: number, periodMs: number): number | undefined {
    for (const { firstRenewalMs, untilMs } of this.#lives.toReversed()) {
      // What is due at the very instant of the silence is not sent.
      const lastMs = Math.min(atMs, untilMs - 1);
      if (lastMs >= firstRenewalMs) return lastMs - ((lastMs - firstRenewalMs) % periodMs);
    }
    return this.#earlierMs;
  }
}

/** The signs of life of all kubelets, by the name of their node. */
export class NodeHeartbeats {
  readonly #kubelets = new Map<string, KubeletHeartbeats>();
  readonly #listeners: ((nodeName: string) => void)[] = [];

  /** Takes a kubelet in, or another in its place. */
  enrol(nodeName: string, kubelet: KubeletHeartbeats): void {
    this.#kubelets.set(nodeName, kubelet);
    this.#tell(nodeName);
  }

  silence(nodeName: string, nowMs: number): void {
    this.#kubelets.get(nodeName)?.silence(nowMs);
    this.#tell(nodeName);
  }

  revive(nodeName: string, nowMs: number): void {
    const kubelet = this.#kubelets.get(nodeName);
    if (kubelet === undefined) this.#kubelets.set(nodeName, KubeletHeartbeats.since(nowMs));
    else kubelet.revive(nowMs);
    this.#tell(nodeName);
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

  #tell(nodeName: string): void {
    for (const listener of this.#listeners) listener(nodeName);
  }
}
