/**
 * The page inside the hidden frame: asks the gateway who may use it, and serves only those.
 *
 * @module
 */

import { serveFrame } from "./bridge.js";

const service = await fetch("/ptc/v1/service.json").then((response) => response.json());
serveFrame([location.origin, ...service.origins]);
