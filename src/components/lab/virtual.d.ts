declare module "virtual:lab-types" {
  const declarations: Readonly<Record<string, string>>;
  export default declarations;
}
declare module "virtual:lab-colors" {
  /** By the lab's folder: colors by the hash of a text. */
  const loaders: Readonly<Record<string, () => Promise<{ readonly default: Readonly<Record<string, string>> }>>>;
  export default loaders;
}
