import { pagePolicy } from "../../sandbox/adapters/worker/policy.ts";
import Figure from "../components/figures/Figure.astro";
import { z } from "astro/zod";
export const use = { pagePolicy, Figure, z };
