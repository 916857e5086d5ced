// What the package gives: `import { connect } from "@herald/client"`, or from `/client/index.js` of any Herald server.

export { connect, Connection } from "./connect.js";
export {
  BACKOFF_MILLIS,
  BACKOFF_MILLIS_MAX,
  backoffMillis,
  comparePositions,
  Herald,
  HeraldError,
  ORIGIN,
  Subscription,
} from "./herald.js";
