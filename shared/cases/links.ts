/** What talks to what: a trunk, an integration, a gateway's registration (P-03). */
import type { z } from 'zod';
import { describe } from './describe.ts';
import { field, ownIds } from './field.ts';

const fields = {
  ...ownIds,
  fromId: field.belongsTo('systems', { label: 'From' }),
  toId: field.belongsTo('systems', { label: 'To' }),
  kind: field.kindOf(
    {
      'sip-trunk': 'SIP trunk',
      jtapi: 'JTAPI',
      axl: 'AXL',
      sccp: 'SCCP',
      mgcp: 'MGCP',
      h323: 'H.323',
      database: 'Database',
      other: 'Other',
    },
    { label: 'Kind of link' },
  ),
  account: field.line({ label: 'Account or trunk', since: 5, optional: true, mono: true }),
  state: field.choice(
    { up: 'Up', down: 'Down', unstable: 'Up and down' },
    { label: 'State', since: 5, optional: true },
  ),
  notes: field.text({ label: 'Notes', note: true, since: 5, optional: true }),
} as const;

export const links = describe(fields, {
  part: 'systems',
  title: 'Links between systems',
  called: ({ fromId, toId }, _at, nameOf) => `${nameOf('systems', fromId)} to ${nameOf('systems', toId)}`,
  remarkOn: 'kind',
});

export const linkRecord = links.schema;
export type LinkRecord = z.infer<typeof linkRecord>;
