// The version that the place tells of itself: that of package.json, which the build writes in.
declare const __ENGINE_VERSION__: string | undefined;

export const version: string = typeof __ENGINE_VERSION__ === "string" ? __ENGINE_VERSION__ : "0.1.0";
