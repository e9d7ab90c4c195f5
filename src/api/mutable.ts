/** A type with mutable fields, for objects under construction. */

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };
