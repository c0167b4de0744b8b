// expect: no-restricted-imports
import type { WireRequest } from "../protocol/http.ts";
export type Use = WireRequest;
