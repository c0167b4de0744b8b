// Gives this site's answers the two headers that make its pages cross-origin isolated, for hosts that cannot send headers.
// Registered only when a reader chooses WebContainer in a lab; it keeps nothing and changes nothing else.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  // Requests to other origins go as they are, and so does what only looks into the cache.
  if (new URL(request.url).origin !== self.location.origin) return;
  if (request.cache === "only-if-cached" && request.mode !== "same-origin") return;
  event.respondWith(isolated(request));
});

async function isolated(request) {
  const response = await fetch(request);
  if (response.status === 0 || response.type === "opaqueredirect") return response;
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "credentialless");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  const bodiless = [101, 204, 205, 304].includes(response.status);
  return new Response(bodiless ? null : response.body, { status: response.status, statusText: response.statusText, headers });
}
