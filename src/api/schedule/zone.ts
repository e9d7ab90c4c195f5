/** Time zones: the names that Go's `time.LoadLocation` accepts, and the offset from UTC at an instant. */

import { LINKED_ZONES } from "./zone-links.ts";

/** A time zone. */
export interface Zone {
  readonly name: string;
  /** Seconds east of UTC at an instant (seconds since 1970). */
  offsetAt(second: number): number;
}

export const UTC: Zone = { name: "UTC", offsetAt: () => 0 };

const SECONDS_PER_DAY = 86_400;
const LOCAL = "Local";

const zones = new Map<string, Zone | undefined>();
let canonical: ReadonlySet<string> | undefined;

/** The zone of a name in exactly this spelling; `undefined` if there is none. */
export function loadZone(name: string): Zone | undefined {
  // The controllers' own zone is UTC.
  if (name === "" || name === "UTC" || name === LOCAL) return UTC;
  if (!zones.has(name)) zones.set(name, isZoneName(name) ? new IntlZone(name) : undefined);
  return zones.get(name);
}

/** Go's message for a name that is not a zone. */
export function zoneProblem(name: string): string {
  if (name.split("/").includes("..") || /^[/\\]/.test(name)) return "time: invalid location name";
  return `unknown time zone ${name}`;
}

/** The runtime ignores case in names; the files of a zone database do not. */
function isZoneName(name: string): boolean {
  canonical ??= new Set(Intl.supportedValuesOf("timeZone"));
  return canonical.has(name) || LINKED_ZONES.has(name);
}

/** A zone from the runtime's data, cached day by day, since asking the runtime for an instant is slow. */
class IntlZone implements Zone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  /** Offsets at the beginning of days in UTC. */
  readonly #offsets = new Map<number, number>();
  /** The time span of the last lookup, in seconds since 1970, which has one offset. */
  #from = 0;
  #until = 0;
  #offset = 0;

  constructor(name: string) {
    this.name = name;
    this.#format = new Intl.DateTimeFormat("en-US-u-ca-iso8601-nu-latn", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  offsetAt(second: number): number {
    if (second < this.#from || second >= this.#until) this.#find(second);
    return this.#offset;
  }

  #find(second: number): void {
    const day = Math.floor(second / SECONDS_PER_DAY);
    const [start, end] = [day * SECONDS_PER_DAY, (day + 1) * SECONDS_PER_DAY];
    const before = this.#offsetOfDay(day);
    const after = this.#offsetOfDay(day + 1);
    this.#from = start;
    this.#until = end;
    this.#offset = before;
    if (before === after) return;
    const change = this.#changeBetween(start, end, before);
    if (second < change) this.#until = change;
    else {
      this.#from = change;
      this.#offset = after;
    }
  }

  /** The first second of a day with another offset than its beginning. */
  #changeBetween(start: number, end: number, before: number): number {
    let [low, high] = [start, end];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#ask(middle) === before) low = middle;
      else high = middle;
    }
    return high;
  }

  #offsetOfDay(day: number): number {
    let offset = this.#offsets.get(day);
    if (offset === undefined) {
      offset = this.#ask(day * SECONDS_PER_DAY);
      this.#offsets.set(day, offset);
    }
    return offset;
  }

  #ask(second: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(second * 1000)) parts[type] = Number(value);
    const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second: seconds = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, seconds) / 1000 - second;
  }
}
