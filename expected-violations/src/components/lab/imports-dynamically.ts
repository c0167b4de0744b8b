// expect: no-restricted-imports
export const use = () => import("../../../sandbox/adapters/memory/place.ts");
