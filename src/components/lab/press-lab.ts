// What a button of the lab needs to know of it, and so every part of the frame that has one.
import type { ComponentProps } from "preact";
import type { Press } from "./Press.tsx";

export type PressLab = ComponentProps<typeof Press>["lab"];
