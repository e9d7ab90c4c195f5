/** The channels of a server: one for all watches that show the same and keep up. */

import { inMap } from "../api/in-map.ts";
import type { CommitLog } from "../apiserver/log.ts";
import type { LogWatch } from "./log-watch.ts";
import type { RestResource } from "./resources/resource.ts";
import { type Follower, WatchChannel } from "./watch-channel.ts";
import type { SharedReader } from "./watch-cursor.ts";
import type { WatchIndex } from "./watch-index.ts";

/** A watch that can leave its reading to a channel. */
export type SharedWatch = LogWatch & Follower;

interface Joined {
  readonly channel: WatchChannel;
  readonly key: string;
  readonly watch: SharedWatch;
}

export class WatchChannels {
  readonly #log: CommitLog;
  readonly #index: WatchIndex;
  readonly #byResource = new Map<RestResource, Map<string, WatchChannel>>();
  readonly #joined = new Map<LogWatch, Joined>();

  /** @param index where channels are found by what changes */
  constructor(log: CommitLog, index: WatchIndex) {
    this.#log = log;
    this.#index = index;
  }

  join(watch: SharedWatch, reader: SharedReader): void {
    const { subject, key } = reader;
    const byKey = inMap(this.#byResource, subject.resource, () => new Map<string, WatchChannel>());
    const channel = inMap(byKey, key, () => new WatchChannel(this.#log, reader));
    if (channel.isEmpty) this.#index.add(subject, channel);
    channel.add(watch);
    this.#joined.set(watch, { channel, key, watch });
  }

  /** Returns whether the watch was in a channel. */
  leave(watch: LogWatch): boolean {
    const joined = this.#joined.get(watch);
    if (joined === undefined) return false;
    const { channel, key } = joined;
    this.#joined.delete(watch);
    channel.remove(joined.watch);
    if (channel.isEmpty) this.#drop(channel, key);
    return true;
  }

  #drop(channel: WatchChannel, key: string): void {
    const { subject } = channel;
    this.#index.remove(subject, channel);
    const byKey = this.#byResource.get(subject.resource);
    byKey?.delete(key);
    if (byKey?.size === 0) this.#byResource.delete(subject.resource);
  }
}
