declare module "virtual:lab-types" {
  const declarations: Readonly<Record<string, string>>;
  export default declarations;
}
