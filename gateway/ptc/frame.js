/**
 * The page inside the hidden frame: asks the gateway who may use it, and serves only those.
 *
 * @module
 */

import { serveFrame } from "./bridge.js";

// A frame without an answer says nothing; its page finds out why.
const service = await fetch("/ptc/v1/service.json").then((response) => response.json()).catch(() => undefined);
if (service) serveFrame([location.origin, ...service.origins]);
