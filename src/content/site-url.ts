// The address of the site, for links that leave it. A deployment names its own by SITE_URL.

export const siteUrl = (): string => process.env["SITE_URL"] ?? "http://localhost:4321";
