// Where the repository lies, and where what is made goes.

import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export const SCREENSHOTS = join(resolve(ROOT, process.env.CARGO_TARGET_DIR || "target"), "screenshots");
