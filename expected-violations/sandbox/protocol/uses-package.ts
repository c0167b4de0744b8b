// expect: no-restricted-imports
import { ulid } from "ulid";
export const use = ulid;
