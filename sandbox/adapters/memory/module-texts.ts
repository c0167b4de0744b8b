// Modules made of text in Node: a loader hook answers for `lab:` URLs, as blob URLs do in a browser.
import { registerHooks } from "node:module";

const texts = new Map<string, string>();
let hooked = false;
let count = 0;

export interface ModuleTexts {
  toUrl(code: string, file: string): string;
  importModule(url: string): Promise<object>;
  forget(): void;
}

/** Each set has URLs of its own, so the same file is evaluated anew for each host. */
export function createModuleTexts(): ModuleTexts {
  hook();
  const set = (count += 1);
  const own: string[] = [];
  return {
    toUrl(code, file) {
      const url = `lab:///${file}?set=${set}`;
      texts.set(url, code);
      own.push(url);
      return url;
    },
    importModule: (url) => import(/* @vite-ignore */ url) as Promise<object>,
    forget: () => own.forEach((url) => texts.delete(url)),
  };
}

function hook(): void {
  if (hooked) return;
  hooked = true;
  registerHooks({
    resolve: (specifier, context, next) =>
      texts.has(specifier) ? { url: specifier, format: "module", shortCircuit: true } : next(specifier, context),
    load(url, context, next) {
      const source = texts.get(url);
      return source === undefined ? next(url, context) : { format: "module", source, shortCircuit: true };
    },
  });
}
