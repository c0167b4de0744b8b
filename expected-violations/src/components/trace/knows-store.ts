// expect: no-restricted-imports
import { openSqliteStore } from "../../../sandbox/adapters/node/store/store.ts";
export const use = openSqliteStore;
