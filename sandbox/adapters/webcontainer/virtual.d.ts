// What `programs-plugin.ts` supplies: where the two programs of this place can be fetched from.
declare module "virtual:lab-programs" {
  export const programs: { readonly engine: string; readonly host: string };
}
