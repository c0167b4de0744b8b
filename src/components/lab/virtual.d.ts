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
