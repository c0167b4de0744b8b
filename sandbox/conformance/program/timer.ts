// A function that a clock starts: served by itself, since it never lets the clock stand.
import { inngest } from "./client.ts";

export const timed = inngest.createFunction({ id: "timed", triggers: { cron: "TZ=Europe/Paris 0 11 20 11 *" } }, ({ event, step }) =>
  step.run("tell", () => event.name),
);
