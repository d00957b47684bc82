/** A port for a server of a test, found as the hub finds one for its database. */
export { freePort } from '../../hub/store/free-port.ts';
