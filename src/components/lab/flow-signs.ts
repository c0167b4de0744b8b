// The signs of the flow view, as SVG paths around their own middle.
export const SIGNS = {
  failed: "M-3 -3l6 6M3 -3l-6 6",
  refused: "M-3 -3l6 6M3 -3l-6 6",
  cancelled: "M0 -4v8",
  answer: "M0 -4l4 4l-4 4l-4 -4z",
} as const;
