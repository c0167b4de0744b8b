// expect: no-restricted-imports
export const use = () => import("../../../sandbox/adapters/webcontainer/boot.ts");
