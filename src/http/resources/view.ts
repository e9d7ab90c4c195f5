/** Objects as clients see them in one API version. */

import { inMap } from "../../api/in-map.ts";
import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { jsonText } from "../../api/json-text.ts";
import type { ObjectMeta } from "../../api/types.ts";

/** Any object with metadata. */
export interface WithMetadata {
  readonly metadata: ObjectMeta;
}

/** A column of a table. */
export interface TableColumn {
  readonly name: string;
  readonly type: "string" | "integer" | "date";
  readonly format: string;
  readonly description: string;
  /** 0 is always shown, 1 with `-o wide`. */
  readonly priority: number;
}

/** How objects of a kind are shown. */
export interface Representation<T extends WithMetadata> {
  readonly apiVersion: string;
  readonly kind: string;
  /** Whether each item of a list has `apiVersion` and `kind`, as custom resources do; others leave them to the list. */
  readonly namesKindOfItems?: boolean;
  /** What storage leaves out of an object, if it leaves out anything. */
  readonly complete?: (stored: T) => T;
  /** The whole object as JSON, with `apiVersion` and `kind`; `stored` is the object without what completed it. */
  readonly encode: (whole: T, stored: T) => JsonObject;
  /** Field selectors in addition to `metadata.name` and `metadata.namespace`. */
  readonly fields: Readonly<Record<string, (stored: T, whole: () => T) => string>>;
  readonly columns: readonly TableColumn[];
  /** The cells of the whole object's row; `nowMs` is the virtual time, milliseconds since 1970. */
  readonly cells: (whole: T, nowMs: number) => readonly unknown[];
}

/** One version of an object. Its expensive parts are computed once for all clients. */
export interface View {
  readonly metadata: ObjectMeta;
  /** The object as JSON, with `apiVersion` and `kind`. */
  json(): JsonObject;
  /** The JSON as text. */
  text(): string;
  /** The object in a list, which may have some fields once for all items. */
  item(): JsonObject;
  /** The same as text. */
  itemText(): string;
  field(name: string): string | undefined;
  cells(nowMs: number): readonly unknown[];
  /** The frame of its watch event of a type, encoded once for all watches that take protobuf. */
  framedOnce(type: string, encode: () => Uint8Array): Uint8Array;
  /** Lets go of what was computed; whoever still asks for it computes it again. */
  letGo(): void;
}

/** How the text of an object begins. */
const KIND_AND_VERSION = /^\{"(?:kind|apiVersion)":"[^"\\]*","(?:kind|apiVersion)":"[^"\\]*",/;

class ObjectView<T extends WithMetadata> implements View {
  readonly #stored: T;
  readonly #shown: Representation<T>;
  #whole: T | undefined;
  #frames: Map<string, Uint8Array> | undefined;
  #json: JsonObject | undefined;
  #text: string | undefined;

  constructor(stored: T, shown: Representation<T>) {
    this.#stored = stored;
    this.#shown = shown;
  }

  get metadata(): ObjectMeta {
    return this.#stored.metadata;
  }

  json(): JsonObject {
    this.#json ??= this.#encoded();
    return this.#json;
  }

  /** Only the text is kept: it is asked for again and again, and is a fraction of what it is made from. */
  text(): string {
    if (this.#text === undefined) {
      this.#text = jsonText(this.#json ?? this.#encoded());
      this.#json = undefined;
    }
    return this.#text;
  }

  item(): JsonObject {
    if (this.#shown.namesKindOfItems === true) return this.json();
    const { kind: _kind, apiVersion: _apiVersion, ...item } = this.json();
    return item;
  }

  itemText(): string {
    const text = this.text();
    if (this.#shown.namesKindOfItems === true) return text;
    const [head] = KIND_AND_VERSION.exec(text) ?? [];
    return head === undefined ? jsonText(this.item()) : `{${text.slice(head.length)}`;
  }

  field(name: string): string | undefined {
    if (name === "metadata.name") return this.metadata.name;
    if (name === "metadata.namespace") return this.metadata.namespace;
    return this.#shown.fields[name]?.(this.#stored, () => this.#complete());
  }

  cells(nowMs: number): readonly unknown[] {
    return this.#shown.cells(this.#complete(), nowMs);
  }

  framedOnce(type: string, encode: () => Uint8Array): Uint8Array {
    this.#frames ??= new Map();
    return inMap(this.#frames, type, encode);
  }

  letGo(): void {
    this.#whole = undefined;
    this.#json = undefined;
    this.#text = undefined;
    this.#frames = undefined;
  }

  #encoded(): JsonObject {
    return this.#shown.encode(this.#whole ?? this.#completed(), this.#stored);
  }

  #complete(): T {
    this.#whole ??= this.#completed();
    return this.#whole;
  }

  #completed(): T {
    return this.#shown.complete?.(this.#stored) ?? this.#stored;
  }
}

/** Views of the objects of a kind; each object has one view. */
export class Views<T extends WithMetadata> {
  readonly shown: Representation<T>;
  readonly #views = new WeakMap<T, View>();

  constructor(shown: Representation<T>) {
    this.shown = shown;
  }

  of(object: T): View {
    const known = this.#views.get(object);
    if (known !== undefined) return known;
    const view = new ObjectView(object, this.shown);
    this.#views.set(object, view);
    return view;
  }

  /** Discards the view of an object, after its separately stored metadata changed. */
  forget(object: T): void {
    this.#views.delete(object);
  }

  /** The previous object with the version of the change that ended it, as watches show deleted objects. */
  departed(object: T, resourceVersion: number): View {
    const metadata = { ...object.metadata, resourceVersion: String(resourceVersion) };
    // Whatever else is known of it is known of the object itself.
    const encode: Representation<T>["encode"] = (whole) => this.shown.encode(whole, object);
    return new ObjectView({ ...object, metadata }, { ...this.shown, encode });
  }
}

/** Only the metadata, as `PartialObjectMetadata`. */
export function metadataOnly(view: View, version: string): JsonObject {
  const { metadata } = view.json();
  const apiVersion = `meta.k8s.io/${version}`;
  return { kind: "PartialObjectMetadata", apiVersion, metadata: isJsonObject(metadata) ? metadata : {} };
}
