import { expect, test } from 'vitest';
import { caseTables } from '../../../shared/cases/contents.ts';
import { rulesOf, tableNames } from '../../../shared/sync/tables.ts';

/** Tables of a case that go into no packet and no case file, and why. */
const stays: Readonly<Record<string, string>> = {
  comments: 'the organisation’s own talk',
  events: 'how the case went, which is no part of what it is',
  packets: 'what holds the others',
  signatures: 'stand beside their packet',
  reviews: 'stand beside their packet',
  reviewTicks: 'stand beside their packet',
  redactionKeys: 'tell which original a token is',
  redactionChoices: 'tell which original a token is',
  receipts: 'the hub’s',
  conflicts: 'the hub’s, decided before a packet is made',
  tickets: 'the hub’s',
  deskReplies: 'said to Level 3 beside the packet',
};

test('a table of a case goes with it into packets, case files and reviews, or it is said here why it stays', () => {
  const ofCase = tableNames.filter((table) => rulesOf(table).belongsTo === 'case');
  const forgotten = ofCase.filter(
    (table) => !caseTables.includes(table as never) && !Object.hasOwn(stays, table),
  );
  expect(forgotten, 'put them into `ofCase` (shared/cases/contents.ts), or say here why they stay').toEqual(
    [],
  );
  const both = Object.keys(stays).filter((table) => caseTables.includes(table as never));
  expect(both, 'said to stay, and in `ofCase`').toEqual([]);
  const gone = Object.keys(stays).filter((table) => !ofCase.includes(table as never));
  expect(gone, 'said to stay, and no table of a case').toEqual([]);
});
