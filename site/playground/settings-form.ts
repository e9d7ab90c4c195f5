/** Settings of a run in the fields of a form. */

import type { Settings } from "./protocol.ts";

const NAMES = ["run", "exit", "seed", "kubernetes", "until", "set"] as const satisfies readonly (keyof Settings)[];

export function readSettings(form: HTMLFormElement): Settings {
  const data = new FormData(form);
  const text = (name: keyof Settings) => String(data.get(name) ?? "");
  return {
    run: text("run"),
    exit: text("exit"),
    seed: text("seed"),
    kubernetes: text("kubernetes"),
    until: text("until"),
    set: text("set"),
  };
}

export function writeSettings(form: HTMLFormElement, settings: Settings): void {
  for (const name of NAMES) {
    const field = form.elements.namedItem(name);
    const isField =
      field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement;
    if (isField) field.value = settings[name];
  }
}
