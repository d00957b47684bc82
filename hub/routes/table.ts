/**
 * Who may call what, and how much they may send. A route that is not in this table is refused, and a test walks all routes
 * that the server has.
 */
import type { Permission } from '../../shared/certification/access.ts';
import { hubPaths, MAX_PUSH_BYTES } from '../../shared/sync/protocol.ts';

/**
 * `open`: anybody, no data in it. `device`: an enrolled device with a token. `ended`: one that was ended, with the token for handing over. `operator`: the operator's token. `signed`: an
 * outside ticket system, whose signature is over the body and judged with it.
 */
export type Access = 'open' | 'device' | 'ended' | 'operator' | 'signed';

export interface RouteRule {
  access: Access;
  /** Bytes of a body; 0 where there is none. */
  bodyLimit: number;
  /** What a device's person has to be allowed; anything where it is left out. */
  permission?: Permission;
}

const SMALL = 16 * 1024;
/** As many hashes as may be asked about. */
const HASHES_BYTES = 64 * 1024;
/** A status of an outside system with the longest note, in any script. */
const STATUS_BYTES = 128 * 1024;
/** A chunk of a file goes to the disk as it comes: what of it is in memory at once, not what it may hold. */
const STREAMED = 1024 * 1024;
/** As many keys as may be asked for, each of the longest. */
const MAX_ASKED_BYTES = 512 * 1024;
/** A piece of what an ended device hands over: as many edits as a push, or one packet. */
const HANDED_OVER_BYTES = MAX_PUSH_BYTES;
/** Files are of cases, and whoever works on none sends none. */
const SENDS_FILES: Permission = 'work-cases';

/** By method and path. */
export const routeTable: Readonly<Record<string, RouteRule>> = {
  [`GET ${hubPaths.health}`]: { access: 'open', bodyLimit: 0 },
  [`GET ${hubPaths.issuerKeys}`]: { access: 'open', bodyLimit: 0 },
  [`GET ${hubPaths.deviceKeys}`]: { access: 'open', bodyLimit: 0 },
  [`GET ${hubPaths.statusLists}/:list`]: { access: 'open', bodyLimit: 0 },
  [`GET ${hubPaths.metrics}`]: { access: 'operator', bodyLimit: 0 },
  [`POST ${hubPaths.enrol}`]: { access: 'open', bodyLimit: SMALL },
  [`POST ${hubPaths.token}`]: { access: 'open', bodyLimit: SMALL },
  [`POST ${hubPaths.standing}`]: { access: 'open', bodyLimit: SMALL },
  [`POST ${hubPaths.push}`]: { access: 'device', bodyLimit: MAX_PUSH_BYTES },
  [`POST ${hubPaths.handOver}`]: { access: 'ended', bodyLimit: HANDED_OVER_BYTES },
  [`POST ${hubPaths.pull}`]: { access: 'device', bodyLimit: SMALL },
  [`POST ${hubPaths.compare}`]: { access: 'device', bodyLimit: SMALL },
  [`POST ${hubPaths.rows}`]: { access: 'device', bodyLimit: MAX_ASKED_BYTES },
  [`GET ${hubPaths.ownDevices}`]: { access: 'device', bodyLimit: 0 },
  [`POST ${hubPaths.recovery}`]: { access: 'device', bodyLimit: SMALL },
  [`POST ${hubPaths.certification}`]: { access: 'device', bodyLimit: MAX_ASKED_BYTES },
  [`POST ${hubPaths.blobState}`]: { access: 'device', bodyLimit: HASHES_BYTES },
  [`POST ${hubPaths.blobFinish}`]: { access: 'device', bodyLimit: SMALL, permission: SENDS_FILES },
  [`POST ${hubPaths.deleteFile}`]: { access: 'device', bodyLimit: SMALL, permission: 'review-packets' },
  [`POST ${hubPaths.uploads}`]: { access: 'device', bodyLimit: STREAMED, permission: SENDS_FILES },
  [`HEAD ${hubPaths.uploads}/:upload`]: { access: 'device', bodyLimit: 0, permission: SENDS_FILES },
  [`PATCH ${hubPaths.uploads}/:upload`]: { access: 'device', bodyLimit: STREAMED, permission: SENDS_FILES },
  [`DELETE ${hubPaths.uploads}/:upload`]: { access: 'device', bodyLimit: 0, permission: SENDS_FILES },
  [`GET ${hubPaths.blobs}/:sha256`]: { access: 'device', bodyLimit: 0 },
  [`GET ${hubPaths.releases}`]: { access: 'device', bodyLimit: 0 },
  [`GET ${hubPaths.releases}/:sha256`]: { access: 'device', bodyLimit: 0 },
  [`GET ${hubPaths.deliveries}`]: { access: 'device', bodyLimit: 0, permission: 'answer-tickets' },
  [`POST ${hubPaths.resend}`]: { access: 'device', bodyLimit: SMALL, permission: 'answer-tickets' },
  [`POST ${hubPaths.outsideTickets}`]: { access: 'signed', bodyLimit: STATUS_BYTES },
  [`GET ${hubPaths.poke}`]: { access: 'device', bodyLimit: 0 },
  [`POST ${hubPaths.enrolmentCodes}`]: { access: 'operator', bodyLimit: SMALL },
  [`GET ${hubPaths.people}`]: { access: 'operator', bodyLimit: 0 },
  [`POST ${hubPaths.people}`]: { access: 'operator', bodyLimit: SMALL },
  [`POST ${hubPaths.revokeDevice}`]: { access: 'operator', bodyLimit: SMALL },
  [`GET ${hubPaths.webhooks}`]: { access: 'operator', bodyLimit: 0 },
  [`POST ${hubPaths.webhooks}`]: { access: 'operator', bodyLimit: SMALL },
  [`DELETE ${hubPaths.webhooks}/:id`]: { access: 'operator', bodyLimit: 0 },
};

/** Whether anybody may ask who reaches the hub: what such a request costs is bounded by where it comes from. */
export function needsNoToken({ access }: RouteRule): boolean {
  return access === 'open' || access === 'signed';
}

/** The rule of a route; undefined for what the table does not have. */
export function ruleOf(method: string, path: string | undefined): RouteRule | undefined {
  const name = `${method} ${path ?? ''}`;
  return Object.hasOwn(routeTable, name) ? routeTable[name] : undefined;
}
