/** The defects of the gallery that show in few runs are found by the default check too. */

import { testFound } from "./found.ts";

testFound("rare");
