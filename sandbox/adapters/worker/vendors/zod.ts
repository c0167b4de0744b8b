// The package `zod`, whole, for labs whose files import it.
export * from "zod";
