import { parse } from "@marcbachmann/cel-js";
export const compileExpression = parse;
