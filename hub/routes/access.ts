/** Who may call what. A route that is not in this table is refused, and a test walks all routes that the server has. */
import { hubPaths } from '../../shared/sync/protocol.ts';

/** `open`: anybody, no data in it. `device`: an enrolled device with a token. `operator`: the operator's token. */
export type Access = 'open' | 'device' | 'operator';

export const routeAccess: Readonly<Record<string, Access>> = {
  [`GET ${hubPaths.health}`]: 'open',
  [`HEAD ${hubPaths.health}`]: 'open',
  [`GET ${hubPaths.metrics}`]: 'operator',
  [`HEAD ${hubPaths.metrics}`]: 'operator',
  [`POST ${hubPaths.enrol}`]: 'open',
  [`POST ${hubPaths.token}`]: 'open',
  [`POST ${hubPaths.push}`]: 'device',
  [`POST ${hubPaths.pull}`]: 'device',
  [`GET ${hubPaths.poke}`]: 'device',
  [`HEAD ${hubPaths.poke}`]: 'device',
  [`POST ${hubPaths.enrolmentCodes}`]: 'operator',
  [`GET ${hubPaths.people}`]: 'operator',
  [`HEAD ${hubPaths.people}`]: 'operator',
};
