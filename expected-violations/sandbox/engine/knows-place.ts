// expect: no-restricted-imports
import { HOST_URL } from "../place/ports.ts";
export const use = HOST_URL;
