/** Rows of what was learned, as people publish them. */
import type { KnownProblem } from '../../shared/knowledge/known-problems.ts';
import type { RuleRecord } from '../../shared/knowledge/rules.ts';

const AT = '2026-11-28T12:00:00.000Z';

/** A rule over lines of a log, with the samples that it was tried on. */
export function ruleRow(): RuleRecord {
  const sample = { now: AT, faultAt: null, capturedAt: null };
  return {
    id: 'pages-late',
    rule: {
      id: 'pages-late',
      version: 1,
      when: [{ kind: 'log', pattern: 'mcast join pending .*waited=\\d{5,}ms', count: 1, minutes: null }],
      message: '{system} waits for a multicast join: {value}',
      todo: 'Look for an IGMP querier in the VLAN of the zone.',
      clause: 'P-23',
      handoff: 'It lies in the network: it would come back.',
      fills: 'suspectedWhy',
    },
    active: true,
    samples: [
      {
        ...sample,
        name: 'pages late',
        text: '07:31:15 WARN mcast join pending zone=2 waited=12904ms\n',
        finds: true,
      },
      {
        ...sample,
        name: 'near miss',
        text: '07:31:15 WARN mcast join pending zone=2 waited=904ms\n',
        finds: false,
      },
    ],
    publishedAt: AT,
  };
}

export function problemRow(fields: Partial<KnownProblem> = {}): KnownProblem {
  return {
    id: 'KP-0213',
    title: 'Zone pages start late without an IGMP querier',
    symptom: 'Pages to one zone start up to 40 s late.',
    products: [],
    from: '',
    below: '',
    signature: 'QUERIER_ABSENT: Vlan \\d+',
    workaround: 'Configure a querier in the VLAN of the zone.',
    fixedIn: '5.4.3',
    source: 'problem-report-lists',
    body: '',
    ticketId: null,
    publishedAt: AT,
    sample: true,
    ...fields,
  };
}
