import { proveLabs } from "./labs.kit.ts";

await proveLabs(3);
