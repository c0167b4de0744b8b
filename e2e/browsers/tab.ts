// What journeys need of a browser that is not Chromium: one tab with an empty profile. Firefox and WebKit are driven by different
// programs, so each has its own way to be one of these.

export interface Tab {
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs the body of a function in the page, with these arguments, and returns what it returns. */
  run<T>(body: string, ...args: readonly unknown[]): Promise<T>;
  /** A click of the mouse in the middle of the element that the body returns. False where there is none, or something lies over it. */
  click(body: string, ...args: readonly unknown[]): Promise<boolean>;
  /** One key, pressed where the focus is. */
  key(key: "/" | "Escape"): Promise<void>;
  /** Ends the browser and all that was started for it. */
  close(): Promise<void>;
}

/** Wide enough for everything to be in its place, and too narrow for the large editor: code is typed into a text area. */
export const WINDOW = { width: 960, height: 900 } as const;
