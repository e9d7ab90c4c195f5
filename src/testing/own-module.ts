/** Modules of authors: JavaScript, or TypeScript on any release of Node if the author's project has tsx. */

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

/** A module cannot be loaded, or does not export what it should. */
export class OwnModuleError extends Error {
  override readonly name = "OwnModuleError";
}

/**
 * Loads a module. Whoever calls it checks what it exports.
 *
 * @param file absolute path
 * @throws OwnModuleError if it cannot be loaded
 */
export async function loadOwnModule<M>(file: string): Promise<Partial<M>> {
  const { href } = pathToFileURL(file);
  try {
    return await import(href);
  } catch (error) {
    if (!isUnreadTypeScript(error)) throw notLoaded(messageOf(error));
    await registerTsx(file);
  }
  try {
    // Node remembers that it could not read the first address.
    return await import(`${href}?again`);
  } catch (error) {
    throw notLoaded(messageOf(error));
  }
}

/** Node reads TypeScript from 22.18 on, and then never complains about the ending of the name. */
function isUnreadTypeScript(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_UNKNOWN_FILE_EXTENSION";
}

/** A thread registers loaders for itself alone, so each does it. */
async function registerTsx(file: string): Promise<void> {
  let api: string;
  try {
    const tsx = pathToFileURL(createRequire(file).resolve("tsx/package.json"));
    api = new URL("dist/esm/api/index.mjs", tsx).href;
  } catch {
    throw notLoaded(
      `Node ${process.version} reads no TypeScript: install tsx next to it (npm install --save-dev tsx), or use Node 22.18`,
    );
  }
  const { register } = await import(api);
  register();
}

function notLoaded(why: string): OwnModuleError {
  return new OwnModuleError(`cannot be loaded: ${why}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
