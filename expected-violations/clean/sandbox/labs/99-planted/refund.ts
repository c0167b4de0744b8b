import { Inngest } from "inngest";
import { query } from "./db.ts";
export const use = { Inngest, query };
