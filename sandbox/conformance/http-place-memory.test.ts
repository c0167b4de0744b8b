import { httpPlaceSuite } from "./http-place.suite.ts";

httpPlaceSuite("memory", () => ["--storage", "memory"]);
