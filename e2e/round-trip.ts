// How long a journey waits for what must come. Every wait is for a state, so the limit only ends what would never end; it is a
// multiple of a round trip measured on this machine, in this browser, just before the journeys.
import { chromium } from "playwright";

/** What a round trip takes on the reference machine (`scripts/run/pace.ts`), and how long a wait may last there. */
const REFERENCE_ROUND_TRIP_MS = 1000;
const WAIT_MS = 60_000;

/** How long a wait may last on a machine with this round trip. On a quicker one than the reference, as long as there. */
export const waitMs = (roundTrip: number): number => WAIT_MS * Math.max(1, roundTrip / REFERENCE_ROUND_TRIP_MS);

/** A new profile, a page of the site, its lab in sight, and the profile closed again. The second time: the first one fills caches. */
export async function roundTripMs(browser: string, site: string): Promise<number> {
  const connected = await chromium.connect(browser);
  const once = async (): Promise<number> => {
    const before = performance.now();
    const context = await connected.newContext();
    // Without a limit: what is measured here becomes the limit of everything else.
    context.setDefaultTimeout(0);
    const page = await context.newPage();
    await page.goto(`${site}/start/quick-win/`);
    await page.locator("[data-lab]").first().waitFor();
    await context.close();
    return performance.now() - before;
  };
  await once();
  const taken = await once();
  await connected.close();
  return taken;
}
