/** `--container proxy.run=forever`: one trait of a named container. */

import { nearest } from "../api/nearest.ts";
import type { NamedContainerTraits } from "../kubelet/behaviour/rules.ts";
import { parseExitFlag, parseTimeFlag } from "./behaviour-flags.ts";
import { type Checked, isFault } from "./checked.ts";

export interface ContainerFlag {
  readonly name: string;
  readonly traits: NamedContainerTraits;
}

type Reader = (text: string) => Checked<NamedContainerTraits>;

const READERS: Readonly<Record<string, Reader>> = {
  run: (text) => kept(parseTimeFlag(text, "forever"), (run) => ({ run })),
  exit: (text) => kept(parseExitFlag(text), (exit) => ({ exit })),
  ready: (text) => kept(parseTimeFlag(text, "never"), (ready) => ({ ready })),
  startup: (text) => kept(parseTimeFlag(text, "never"), (startup) => ({ startup })),
  liveness: (text) => kept(parseTimeFlag(text, "never"), (liveness) => ({ liveness })),
  start: (text) => kept(wholeTime(text), (start) => ({ start })),
  "config.missingUntil": (text) => kept(parseTimeFlag(text, "forever"), (configMissing) => ({ configMissing })),
  "image.missing": (text) => (text === "true" ? { value: { image: "missing" } } : { problem: "write true" }),
  postStart: (text) => kept(wholeTime(text), (postStart) => ({ postStart })),
  preStop: (text) => kept(wholeTime(text), (preStop) => ({ preStop })),
  oomAt: (text) => kept(wholeTime(text), (oomAt) => ({ oomAt })),
  onTerm: (text) =>
    text === "ignore" ? { value: { onTerm: text } } : kept(wholeTime(text), (time) => ({ onTerm: { time } })),
};

/**
 * Reads one flag.
 *
 * @param text name of the container, `.`, a key, `=`, a value
 * @example
 * parseContainerFlag("proxy.run=forever");
 */
export function parseContainerFlag(text: string): Checked<ContainerFlag> {
  const [, name, key = "", valueText] = /^([^.=\s]+)\.([^=\s]+)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || valueText === undefined) {
    return { problem: "write a container, a dot, a key, =, and a value, for example proxy.run=forever" };
  }
  const reader = Object.hasOwn(READERS, key) ? READERS[key] : undefined;
  if (reader === undefined) {
    const meant = nearest(key, Object.keys(READERS));
    const advice = meant === undefined ? `known are ${Object.keys(READERS).join(", ")}` : `did you mean "${meant}"?`;
    return { problem: `a container has no key "${key}"; ${advice}` };
  }
  return kept(reader(valueText), (traits) => ({ name, traits }));
}

function wholeTime(text: string) {
  const time = parseTimeFlag(text, "never");
  if (isFault(time)) return time;
  return time.value === "never" ? { problem: "must be a time" } : { value: time.value };
}

function kept<T, R>(checked: Checked<T>, use: (value: T) => R): Checked<R> {
  return isFault(checked) ? checked : { value: use(checked.value) };
}
