// expect: no-restricted-imports
export const use = () => import("../../../sandbox/adapters/worker/engine-worker.ts");
