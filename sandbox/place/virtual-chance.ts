// The host's randomness from a stream of ours, so that a recording made again draws the same: `Math.random`, and the two
// functions of `crypto` that learner code and the SDK use. In an open lab chance stays the platform's.

type Draw = () => number;
type Scope = { readonly Math: { random: Draw }; readonly crypto: { getRandomValues(array: never): unknown; randomUUID?(): string } };

/** `draw` gives the stream for the code that is running, or nothing for code that is not the host's. Returns what removes it. */
export function installVirtualChance(scope: Scope, draw: () => Draw | undefined): () => void {
  const { random } = scope.Math;
  const getRandomValues = scope.crypto.getRandomValues.bind(scope.crypto);
  const randomUUID = scope.crypto.randomUUID?.bind(scope.crypto);

  const values = <T extends ArrayBufferView | null>(array: T): T => {
    const stream = draw();
    if (stream === undefined || array === null) return getRandomValues(array as never) as T;
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let i = 0; i < bytes.length; i += 1) bytes[i] = Math.floor(stream() * 256);
    return array;
  };
  const uuid = (): string => {
    const stream = draw();
    if (stream === undefined) return randomUUID?.() ?? "";
    return "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replaceAll(/x/g, () => Math.floor(stream() * 16).toString(16));
  };

  scope.Math.random = () => (draw() ?? random)();
  const own = { configurable: true, writable: true };
  Object.defineProperty(scope.crypto, "getRandomValues", { ...own, value: values });
  Object.defineProperty(scope.crypto, "randomUUID", { ...own, value: uuid });
  return () => {
    scope.Math.random = random;
    // The platform's functions stand on the prototype.
    for (const name of ["getRandomValues", "randomUUID"]) Reflect.deleteProperty(scope.crypto, name);
  };
}
