// expect: no-restricted-imports
import { createPayments } from "../world/payments.ts";
export const use = createPayments;
