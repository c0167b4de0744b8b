// Stands in for packages that the SDK imports and a lab has no use for: `debug`, which prints nothing here, and `cross-fetch`.
const quiet = Object.assign((): void => {}, { enabled: false, extend: () => quiet });
const nothing = (): typeof quiet => quiet;
export default nothing;
