// What is wrong with the learner's files, said so that it can be repaired: file, line, column, and what to do.
import type { CodePlace } from "../../log/facts.ts";

export class CodeError extends Error {
  readonly code = "code-error";
  readonly place: CodePlace | undefined;
  constructor(message: string, place?: CodePlace, options?: ErrorOptions) {
    super(message, options);
    this.name = "CodeError";
    this.place = place;
  }
}
