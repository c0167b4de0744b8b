// expect: no-restricted-globals
export const isDue = (at: number) => Date.now() >= at;
