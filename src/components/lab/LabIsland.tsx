// Wakes one lab in the page: real storage, real place, loaded on first use. The models do the rest.
import type { JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { progress } from "../progress/progress-store.ts";
import { loadLab, openPlace } from "./content.ts";
import { Frame } from "./Lab.tsx";
import { createLabModel } from "./model/lab-model.ts";
import type { LabStatic } from "./model/ports.ts";
import { attend } from "./attend.ts";
import { pageStorage } from "./storage.ts";
import { pageWhere } from "./where-page.ts";

type Props = { readonly data: LabStatic; readonly slug: string; readonly compact?: boolean };

export function LabIsland({ data, slug, compact = false }: Props): JSX.Element {
  const lab = useMemo(
    () =>
      createLabModel(data, {
        open: openPlace,
        load: () => loadLab(slug, data),
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
  return <Frame lab={lab} compact={compact} root={root} />;
}
