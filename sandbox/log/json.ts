/** A value that survives JSON unchanged. Step outputs, event data and errors are of this shape. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };
