// expect: no-explicit-any
export const use = (value: any) => value;
