/** An object of a type whose fields are read-only, while it is put together. */

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };
