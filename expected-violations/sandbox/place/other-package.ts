// expect: no-restricted-imports
import { get } from "idb";
export const use = get;
