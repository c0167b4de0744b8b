// The headers that make every page of the site cross-origin isolated, which the WebContainer place needs. `credentialless`, because
// under `require-corp` WebKit refuses the workers of the labs’ iframe sandbox. `public/_headers` and the docs name the same ones.
export const isolationHeaders = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "credentialless",
} as const;
