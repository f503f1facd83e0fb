/** Anything that survives `JSON.stringify`. A missing field is admitted, or no operation or event would be one. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

/** A span of time in milliseconds, or a point in time as epoch milliseconds where the name ends in `At`. */
export type Millis = number

/** A text for people. Both languages are required: a plugin without Russian doesn't compile. */
export type Localized = { readonly ru: string; readonly en: string }
