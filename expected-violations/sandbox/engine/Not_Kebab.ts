// expect: filename-case
export const use = 1;
