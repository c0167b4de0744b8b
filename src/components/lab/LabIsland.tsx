// Wakes one lab in the page: real storage, real place, loaded on first use. The models do the rest.
import type { JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { progress } from "../progress/progress-store.ts";
import { loadColors, loadLab, openPlace } from "./content.ts";
import { Frame } from "./Lab.tsx";
import { type ColorSources, createCodeColors } from "./model/code-colors.ts";
import type { Colors } from "./model/code-tokens.ts";
import { createLabModel } from "./model/lab-model.ts";
import type { LabStatic } from "./model/ports.ts";
import { loadParts } from "./parts.ts";
import { attend } from "./attend.ts";
import { pageStorage } from "./storage.ts";
import { pageWhere } from "./where-page.ts";

type Props = {
  readonly data: LabStatic;
  readonly slug: string;
  /** Of the files of the first act. */
  readonly colors?: Colors;
  readonly compact?: boolean;
};

export function LabIsland({ data, slug, colors: first = {}, compact = false }: Props): JSX.Element {
  const colors = useMemo(() => createCodeColors(first, colorSources(slug)), []);
  const lab = useMemo(
    () =>
      createLabModel(data, {
        open: openPlace,
        load: async () => (await Promise.all([loadLab(slug, data), colors.load(), loadParts()]))[0],
        storage: pageStorage(),
        progress,
        supervised: compact,
        ...(compact || typeof window === "undefined" ? {} : { where: pageWhere() }),
        after: (ms, ring) => {
          const timer = setTimeout(ring, ms);
          return () => clearTimeout(timer);
        },
      }),
    [],
  );
  const root = useRef<HTMLElement>(null);
  useEffect(() => (root.current === null ? undefined : attend(lab, root.current)), []);
  return <Frame lab={lab} colors={colors} compact={compact} root={root} />;
}

const colorSources = (slug: string): ColorSources => ({
  lab: () => loadColors(slug),
  typed: async () => (await import("./model/coloring-typescript.ts")).coloredTypeScript,
});
