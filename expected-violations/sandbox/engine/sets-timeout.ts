// expect: no-restricted-globals
export const wake = (ring: () => void) => setTimeout(ring, 10);
