import * as inngest from "inngest";
import { serve } from "inngest/edge";
import { transform } from "sucrase";
import { init, parse } from "es-module-lexer";
export function boot() { return [inngest, serve, transform, init, parse]; }
