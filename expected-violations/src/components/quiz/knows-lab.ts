// expect: no-restricted-imports
import { labModel } from "../lab/model/lab-model.ts";
export const use = labModel;
