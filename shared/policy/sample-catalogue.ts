/** A catalogue to try the console with. The products are invented; every one is marked as a sample. */
import type { ProductRecord } from './products.ts';

export const sampleProducts: readonly ProductRecord[] = [
  {
    id: 'sample-paging-server',
    name: 'Sample Paging Server',
    sample: true,
    components: [
      { name: 'Paging Server', required: true, latestMinor: '6.4.2', latestMajor: '7.1.0' },
      { name: 'Operating system', required: true, latestMinor: null, latestMajor: null },
      { name: 'Telephony connector', required: true, latestMinor: '6.4.0', latestMajor: '7.0.0' },
      { name: 'Database', required: false, latestMinor: null, latestMajor: null },
    ],
    releases: [
      { version: '6.4.0', kind: 'minor', date: '2025-11-10' },
      { version: '6.4.2', kind: 'minor', date: '2026-05-18' },
      { version: '6.5.0', kind: 'minor', date: '2027-02-15' },
      { version: '7.0.0', kind: 'major', date: '2026-02-09' },
      { version: '7.1.0', kind: 'minor', date: '2026-09-14' },
      { version: '7.2.0', kind: 'minor', date: '2027-06-14' },
    ],
  },
  {
    id: 'sample-call-recorder',
    name: 'Sample Call Recorder',
    sample: true,
    components: [
      { name: 'Call Recorder', required: true, latestMinor: '5.4.1', latestMajor: '6.0.0' },
      { name: 'Operating system', required: true, latestMinor: null, latestMajor: null },
    ],
    releases: [
      { version: '5.4.1', kind: 'minor', date: '2026-03-16' },
      { version: '6.0.0', kind: 'major', date: '2026-10-05' },
      { version: '6.1.0', kind: 'minor', date: '2027-04-12' },
    ],
  },
  {
    id: 'sample-directory-service',
    name: 'Sample Directory Service',
    sample: true,
    components: [{ name: 'Directory Service', required: true, latestMinor: '3.2.0', latestMajor: null }],
    releases: [{ version: '3.2.0', kind: 'minor', date: '2026-01-19' }],
  },
];
