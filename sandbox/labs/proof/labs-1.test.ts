import { proveLabs } from "./labs.kit.ts";

await proveLabs(1);
