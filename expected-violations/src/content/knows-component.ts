// expect: no-restricted-imports
import { Frame } from "../components/lab/Lab.tsx";
export const use = Frame;
