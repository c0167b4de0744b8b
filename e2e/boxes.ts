// Measures a lab on screens of many kinds: nothing is wider than the screen, nothing lies on something else, no word is cut, what
// is touched is large enough, and on a phone the bar keeps to two fifths of the screen with what counts in sight.
import type { Page } from "playwright";

export type Screen = { readonly name: string; readonly width: number; readonly height: number; readonly root?: number };

/** A phone, the same with a large type, at 130 %, on its side; a tablet; a desktop at 130 %, and with a large type. */
export const SCREENS: readonly Screen[] = [
  { name: "phone", width: 360, height: 640 },
  { name: "phone, 20 px type", width: 360, height: 640, root: 20 },
  { name: "phone at 130 %", width: 277, height: 492 },
  { name: "phone on its side", width: 640, height: 360 },
  { name: "tablet", width: 900, height: 700 },
  { name: "desktop at 130 %", width: 1015, height: 692 },
  { name: "desktop, 20 px type", width: 1320, height: 900, root: 20 },
];

/** What is wrong on each of the screens, in words. */
export async function faultsOn(page: Page, screens = SCREENS): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const { name, width, height, root } of screens) {
    await page.setViewportSize({ width, height });
    await page.evaluate((size) => (document.documentElement.style.fontSize = size === undefined ? "" : `${size}px`), root);
    faults.push(...(await page.evaluate(measured)).map((fault) => `${name}: ${fault}`));
  }
  return faults;
}

/** Runs in the page. */
function measured(): string[] {
  const lab = document.querySelector<HTMLElement>("[data-lab]");
  if (lab === null) return ["no lab"];
  lab.scrollIntoView({ block: "start" });
  const isPhone = matchMedia("(max-width: 50rem)").matches;
  const bar = lab.querySelector<HTMLElement>(".lab-bar");
  const nameOf = (element: Element): string =>
    `${element.tagName.toLowerCase()} "${(element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40)}"`;
  const isSeen = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".sr-only");
  const scrolls = (element: Element): boolean => {
    for (let at = element.parentElement; at !== null && at !== document.body; at = at.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(at);
      if (/auto|scroll/.test(overflowX) && at.scrollWidth > at.clientWidth) return true;
      if (/auto|scroll/.test(overflowY) && at.scrollHeight > at.clientHeight) return true;
    }
    return false;
  };
  const touched = "button, select, summary, label:has(input)";
  const all = [...lab.querySelectorAll(touched)].filter((each) => isSeen(each) && !each.matches("table *"));
  const header = [...document.querySelectorAll("header button")].filter(isSeen);
  const still = [...all, ...header].filter((each) => !scrolls(each));

  const tooWide = document.documentElement.scrollWidth > innerWidth ? [`the page is ${document.documentElement.scrollWidth} px wide`] : [];
  const outside = still.filter((each) => {
    const { left, right } = each.getBoundingClientRect();
    return left < -0.5 || right > innerWidth + 0.5;
  });
  const cut = still.filter((each) => each.matches("button, label") && each.scrollWidth > each.clientWidth + 1);
  const layerOf = (element: Element): string =>
    header.includes(element) ? "header" : isPhone && bar?.contains(element) === true ? "bar" : "page";
  const onEachOther = still.flatMap((one, index) =>
    still
      .slice(index + 1)
      .filter((other) => !one.contains(other) && !other.contains(one) && layerOf(one) === layerOf(other))
      .filter((other) => {
        const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        return across > 1 && down > 1;
      })
      .map((other) => `${nameOf(one)} lies on ${nameOf(other)}`),
  );
  const small = !isPhone
    ? []
    : [...all, ...header].filter((each) => {
        const { width, height } = each.getBoundingClientRect();
        return Math.min(width, height) < 39.5;
      });
  return [
    ...tooWide,
    ...outside.map((each) => `${nameOf(each)} is outside the screen`),
    ...cut.map((each) => `${nameOf(each)} is cut`),
    ...onEachOther,
    ...small.map(
      (each) => `${nameOf(each)} is ${Math.round(each.getBoundingClientRect().width)} × ${Math.round(each.getBoundingClientRect().height)}`,
    ),
    ...(isPhone && bar !== null ? faultsOfBar(bar) : []),
  ];

  function faultsOfBar(at: HTMLElement): string[] {
    const box = at.getBoundingClientRect();
    const tall = box.height > innerHeight * 0.4 + 1 ? [`the bar is ${Math.round(box.height)} px of ${innerHeight}`] : [];
    const pinned = [...at.querySelectorAll("[data-pinned], [aria-label='Lab says'], .lab-presses [data-filled]")].filter(isSeen);
    const lost = pinned.filter((each) => {
      const { top, bottom } = each.getBoundingClientRect();
      return top < box.top - 0.5 || bottom > Math.min(box.bottom, innerHeight) + 0.5;
    });
    return [...tall, ...lost.map((each) => `${nameOf(each)} is out of sight in the bar`)];
  }
}
