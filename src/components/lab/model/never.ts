/** Breaks the build where a switch over a closed union is not complete. */
export function assertNever(value: never): never {
  throw new Error(`A variant that no case knows: ${JSON.stringify(value)}`);
}
