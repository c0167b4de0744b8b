import { policy } from "../../sandbox/adapters/worker/policy.ts";
import { Frame } from "../components/lab/Lab.tsx";
export const use = { policy, Frame };
