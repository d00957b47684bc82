/** A packet in which every described field of every table is answered: a field that is added is in it from the same day on. */
import { type CaseContents, type DescribedTable, descriptions } from '../../shared/cases/contents.ts';
import type { Field, Referred } from '../../shared/cases/field.ts';
import { makePacket } from '../../shared/handoff/packet.ts';
import type { Packet } from '../../shared/handoff/schema.ts';
import type { PacketSignature } from '../../shared/handoff/signature.ts';
import { idOf, NOW, zoned } from './builders.ts';

const tablesInOrder = Object.keys(descriptions) as DescribedTable[];
const engineer = { id: '01900000-0000-7000-8000-00000000e001', name: 'Sample Engineer One' };
const lead = { id: '01900000-0000-7000-8000-00000000e002', name: 'Sample Lead' };

/** The id of the one row of the table. */
export function rowIdOf(table: string): string {
  return idOf(0x1000 + tablesInOrder.indexOf(table as DescribedTable));
}

function answerOf(table: DescribedTable, name: string, field: Field, at: number): unknown {
  const minute = new Date(Date.parse('2026-11-20T00:00:00.000Z') + at * 60_000).toISOString();
  const named = (to: Referred) =>
    tablesInOrder.includes(to as DescribedTable) ? rowIdOf(to) : `sample-${to}`;
  const { input } = field;
  switch (input.kind) {
    case 'line':
    case 'text':
      return `Answer ${at} of ${table} to ${name}`;
    case 'number':
      return 1_000 + at;
    case 'flag':
      return name === 'readable';
    case 'choice':
      return name === 'level' ? 2 : (input.choices.at(-1)?.value ?? null);
    case 'choices':
      return input.choices.map(({ value }) => value);
    case 'zoned':
      return { at: minute, zone: 'America/Chicago' };
    case 'instant':
      return minute;
    case 'day':
      return '2026-11-20';
    case 'reference':
      return name === 'corrects' || name === 'withdraws' ? null : named(input.to);
    case 'references':
      return [named(input.to)];
    case 'person':
      return engineer;
    case 'place':
      return { table: 'systems', id: rowIdOf('systems'), field: 'hostname' };
    case 'provenance':
      return { kind: 'command', device: 'sample-switch', command: 'show version', at: minute };
    case 'hash':
      return at.toString(16).padStart(64, '0');
    case 'drawing':
      return 'M1 1L20 20';
    case 'estimate':
      return { rateId: idOf(9), remoteHours: 4, remoteDays: 1, onSiteDays: 2, totalCents: 260_000 };
    case 'internal':
      return name === 'id' ? rowIdOf(table) : name === 'caseId' ? rowIdOf('cases') : idOf(0xa);
  }
}

function rowOf(table: DescribedTable): Record<string, unknown> {
  const fields: Readonly<Record<string, Field>> = descriptions[table].fields;
  return Object.fromEntries(
    Object.entries(fields).map(([name, field], at) => [name, answerOf(table, name, field, at)]),
  );
}

export function everyFieldContents(): CaseContents {
  const rows = Object.fromEntries(
    tablesInOrder
      .filter((table) => table !== 'cases' && table !== 'comments')
      .map((table) => [table, [rowOf(table)]]),
  );
  return { case: rowOf('cases'), ...rows } as unknown as CaseContents;
}

export function everyFieldPacket(contents = everyFieldContents()): Packet {
  return {
    ...makePacket({
      id: idOf(0x77),
      revision: 3,
      createdAt: zoned(NOW),
      by: engineer,
      contents,
      findings: [],
    }),
    note: 'Please call before noon.',
  };
}

/** The engineer's signature and a lead's approval with its read-back and a waiver; what they sign is not looked at here. */
export function signaturesOf(packet: Packet): PacketSignature[] {
  const common = {
    ...{ caseId: packet.caseId, packetId: packet.id, revision: packet.revision, digest: packet.digest },
    ...{ jws: 'eyJ..x', deviceId: idOf(0xd1), certificate: 'c' },
  };
  return [
    {
      ...common,
      id: idOf(0x81),
      kind: 'engineer',
      by: engineer,
      at: zoned(NOW),
      readBack: null,
      waivers: [],
    },
    {
      ...common,
      ...{ id: idOf(0x82), kind: 'approval', by: lead, at: zoned('2026-11-23T19:00:00.000Z') },
      readBack: { wrong: 'Two phones miss pages.', asked: 'Say why the server leaves the group.' },
      waivers: [
        {
          rule: 'H5',
          where: { table: 'cases', id: packet.caseId, field: 'unmodified' },
          reason: 'The site cannot go back.',
        },
      ],
    },
  ];
}
