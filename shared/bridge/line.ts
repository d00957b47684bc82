/**
 * What stands between this computer and the hub where no answer came: a code for a log and a help desk, the same in both shells,
 * and words for a person. Some of it mends itself with time or a network; the rest somebody has to mend.
 */

interface LineFaultWords {
  /** What is so, as a sentence without its full stop. */
  said: string;
  /** What to do; empty where there is nothing but to wait. */
  next: string;
  /** Whether a person has to do something before the hub can be reached: such a fault is no mere being offline. */
  needsPerson: boolean;
}

export const lineFaults = {
  'proxy-login': {
    said: 'The proxy of this network asks for a name and a password',
    next: 'Where they are given stands on this screen, or under Settings, Network.',
    needsPerson: true,
  },
  'proxy-refused': {
    said: 'The proxy of this network does not let this console through to the hub',
    next: 'Ask who looks after the network to allow the address of the hub.',
    needsPerson: true,
  },
  'proxy-away': {
    said: 'The proxy of this network cannot be reached',
    next: 'Outside the company’s network that may be so; inside, check the proxy in the settings of this computer.',
    needsPerson: false,
  },
  'certificate-untrusted': {
    said: 'The certificate of the hub is not trusted on this computer',
    next: 'Nothing was sent. If your company has a certificate authority of its own, its certificate belongs among those that this computer trusts: ask who looks after the computer.',
    needsPerson: true,
  },
  'certificate-date': {
    said: 'The certificate of the hub has expired or is not valid yet, by the clock of this computer',
    next: 'Nothing was sent. Check the date and time of this computer; if they are right, tell whoever runs the hub.',
    needsPerson: true,
  },
  'certificate-name': {
    said: 'The certificate at the address of the hub is for another name',
    next: 'Nothing was sent. Check the address of the hub; if it is right, tell whoever runs the hub.',
    needsPerson: true,
  },
  'certificate-refused': {
    said: 'The certificate of the hub was revoked, or is of a kind that is not accepted',
    next: 'Nothing was sent. Tell whoever runs the hub.',
    needsPerson: true,
  },
  'certificate-wanted': {
    said: 'The hub, or something before it, asks for a certificate of this computer, and the console has none to give',
    next: 'Tell whoever runs the hub.',
    needsPerson: true,
  },
  tls: {
    said: 'No secure connection to the hub came about',
    next: 'Check the address of the hub. Something on the way may also change what passes: ask who looks after the network.',
    needsPerson: true,
  },
  'not-a-hub': {
    said: 'What answered at the address of the hub is no hub',
    next: 'A network that wants you to sign in first answers so: open a browser and sign in. Else check the address of the hub.',
    needsPerson: true,
  },
  'name-not-found': {
    said: 'The name of the hub is not known here',
    next: 'This computer may have no network; else check the address of the hub.',
    needsPerson: false,
  },
  'connection-refused': {
    said: 'Nothing answers at the address of the hub',
    next: 'The hub may be stopped for a while, or a firewall may stand between.',
    needsPerson: false,
  },
  'no-network': { said: 'This computer has no network', next: '', needsPerson: false },
  timeout: { said: 'The hub did not answer in time', next: '', needsPerson: false },
  line: { said: 'The connection to the hub broke', next: '', needsPerson: false },
} as const satisfies Record<string, LineFaultWords>;

export type LineFault = keyof typeof lineFaults;

export function isLineFault(code: string): code is LineFault {
  return Object.hasOwn(lineFaults, code);
}

/** The words of a failure's code, where a person has to do something about it; null for all others. */
export function faultForPerson(code: string): (typeof lineFaults)[LineFault] | null {
  return isLineFault(code) && lineFaults[code].needsPerson ? lineFaults[code] : null;
}
