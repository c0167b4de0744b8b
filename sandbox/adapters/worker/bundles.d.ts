// What `bundles-plugin.ts` supplies: where the texts that go into the iframe sandbox can be fetched from.
declare module "virtual:lab-bundles" {
  /** URL of each text, by the bare import that it supplies; `host` is the one that every lab needs. */
  export const bundles: { readonly [name: string]: string };
  /** Bytes of each, unpacked, where the build has made it; a development server makes it when it is asked for. */
  export const sizes: { readonly [name: string]: number };
  /** URL of an empty Postgres cluster, packed, for labs with a database. */
  export const cluster: string;
}
