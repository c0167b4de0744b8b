export class AsyncLocalStorage<T> { run<R>(_s: T, f: () => R): R { return f(); } getStore(): T | undefined { return undefined; } }
