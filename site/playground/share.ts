/** Everything that is on the page, in the fragment of its address: nothing of it reaches a server. */

import type { Settings } from "./protocol.ts";

export interface Shared {
  readonly text: string;
  readonly settings: Settings;
  /** Settings of the second run, if two are compared. */
  readonly other?: Settings;
}

/** Writes what is shared as text for a fragment: JSON, deflated, in base64 for addresses. */
export async function toFragment(shared: Shared): Promise<string> {
  const packed = new Blob([JSON.stringify(shared)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Reads a fragment; nothing if it holds nothing that this page has written. */
export async function fromFragment(fragment: string): Promise<Shared | undefined> {
  if (fragment === "") return undefined;
  try {
    const bytes = Uint8Array.from(atob(fragment.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const found: unknown = JSON.parse(await new Response(unpacked).text());
    return isShared(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function isShared(value: unknown): value is Shared {
  return (
    typeof value === "object" &&
    value !== null &&
    "text" in value &&
    typeof value.text === "string" &&
    "settings" in value &&
    isSettings(value.settings) &&
    (!("other" in value) || isSettings(value.other))
  );
}

function isSettings(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && Object.values(value).every((text) => typeof text === "string");
}
