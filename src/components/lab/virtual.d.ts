declare module "virtual:lab-types" {
  const declarations: Readonly<Record<string, string>>;
  export default declarations;
}

declare module "virtual:labs" {
  type Loaded = { readonly default: import("./model/packed-sources.ts").PackedSources };
  /** By the name of a lab's folder. */
  const loaders: { readonly [folder: string]: (() => Promise<Loaded>) | undefined };
  export default loaders;
}

declare module "virtual:lab-colors" {
  type Loaded = { readonly default: Readonly<Record<string, string>> };
  /** By the name of a lab's folder: colors by the hash of a text. */
  const loaders: { readonly [folder: string]: (() => Promise<Loaded>) | undefined };
  export default loaders;
}
