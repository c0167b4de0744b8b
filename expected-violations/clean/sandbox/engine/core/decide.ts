import { compileExpression } from "../expr/expression.ts";
import type { Clock } from "../ports/clock.ts";
import type { Fact } from "../../log/facts.ts";
export const use = compileExpression;
export type Use = [Clock, Fact];
