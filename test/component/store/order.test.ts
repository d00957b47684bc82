import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importCase } from '../../../renderer/commands/cases.ts';
import { readTicket } from '../../../renderer/commands/desk.ts';
import { inOrder } from '../../../renderer/store/order.ts';
import { write } from '../../../renderer/store/write.ts';
import { applyPage, applyPushResults } from '../../../renderer/sync/apply.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { openCaseStore } from '../../../renderer/views/case-store.ts';
import { ClockSource } from '../../../renderer/views/clock-lines.ts';
import { readContents } from '../../../renderer/views/contents.ts';
import { caseFile } from '../../../shared/cases/case-file.ts';
import { currentSteps } from '../../../shared/cases/steps.ts';
import { evaluate } from '../../../shared/handoff/evaluate.ts';
import type { PulledRow } from '../../../shared/sync/protocol.ts';
import type { DeskEntry, DeskReply, Ticket } from '../../../shared/tickets/schema.ts';
import { memoryBridge } from '../../helpers/bridge.ts';
import { aCompleteCase, NOW, trusted } from '../../helpers/builders.ts';
import {
  AT,
  aCase,
  type ConsoleDevice,
  newId,
  openConsoleDevice,
  openEnrolledConsole,
  organisationScope,
  removeConsole,
  wholePage,
} from '../../helpers/console-device.ts';

let device: ConsoleDevice;
beforeEach(async () => {
  device = await openConsoleDevice();
});
afterEach(() => device.close());

/** An order that chance makes shows in every other import. `VITE_IMPORTS=500` for a release. */
const IMPORTS = Number(import.meta.env.VITE_IMPORTS ?? 40);

const epoch = newId();
const by = { id: newId(), name: 'Desk (sample)' };

function pulled(table: PulledRow['table'], data: { id: string }, version: number, index = 0): PulledRow {
  return { table, key: data.id, version, index, deleted: false, data: data as unknown as PulledRow['data'] };
}

function aTicket(caseId: string): Ticket {
  return {
    id: newId(),
    caseId,
    organisationId: newId(),
    organisationName: 'Sample partner',
    packetId: newId(),
    revision: 1,
    ticket: 'T-1042',
    title: 'A case',
    customer: '',
    site: '',
    engineer: by,
    priority: 'P2',
    state: 'acknowledged',
    notifiedBy: 'web-ticket',
    notifiedAt: AT,
    receivedAt: AT,
    acknowledgedAt: AT,
    acknowledgedBy: by,
    outsideReference: '',
    outsideStatus: '',
    sample: true,
  };
}

describe('[S2] what is only ever added counts in the hub’s order, whatever any clock said', () => {
  test('a desk a day ahead: its earlier change of priority does not outweigh the later one, on any reader', async () => {
    const record = aCase();
    const ticket = aTicket(record.id);
    const change = (id: string, at: string, from: 'P2' | 'P3', to: 'P2' | 'P3'): DeskEntry => ({
      id,
      ticketId: ticket.id,
      caseId: record.id,
      organisationId: ticket.organisationId,
      at: { at, zone: 'UTC' },
      by,
      kind: 'priority-changed',
      from,
      to,
      reason: 'The impact is another one.',
    });
    // The id of the first says a day later than that of the second.
    const early = change('01990000-0000-7000-8000-0000ffffffff', '2026-11-24T12:00:00.000Z', 'P2', 'P3');
    const late = change('01990000-0000-7000-8000-000000000001', '2026-11-23T13:00:00.000Z', 'P3', 'P2');
    // Between the two, and by its id before both.
    const reply: DeskReply = {
      id: '01980000-0000-7000-8000-000000000001',
      ticketId: ticket.id,
      caseId: record.id,
      organisationId: ticket.organisationId,
      entryId: null,
      at: { at: AT, zone: 'UTC' },
      by,
      text: 'Nobody works at night.',
      attachments: [],
    };
    const rows = [
      pulled('cases', record, 1),
      pulled('tickets', ticket, 2),
      pulled('deskEntries', early, 3),
      pulled('deskReplies', reply, 4),
      pulled('deskEntries', late, 5),
    ];
    await applyPage(device.db, organisationScope, wholePage(rows, { epoch, version: 5, index: 0 }), true);
    const read = await readTicket(device.db, ticket.id);
    expect(read?.ticket.priority).toBe('P2');
    expect(read?.entries.map(({ id }) => id)).toEqual([early.id, late.id]);
    expect(read?.talk).toEqual([early.id, reply.id, late.id]);
    const board = new ClockSource({ db: device.db, now: () => new Date(AT) });
    await expect.poll(() => board.store.getState().lines.map(({ priority }) => priority)).toEqual(['P2']);
    board.close();
  });

  test('what waits here counts last, by its number; once the hub has told its place, there', async () => {
    const record = aCase();
    const comment = (id: string, text: string) => ({
      id,
      caseId: record.id,
      at: { at: AT, zone: 'UTC' },
      by: { id: newId(), name: 'Somebody (sample)' },
      text,
      anchor: null,
      replyTo: null,
      done: null,
    });
    const own = comment('01990000-0000-7000-8000-000000000002', 'mine, before the other was here');
    const other = comment('01990000-0000-7000-8000-0000fffffff0', 'of a colleague');
    const texts = async () =>
      (await inOrder(device.db, 'comments', await device.db.comments.toArray())).map(({ text }) => text);
    await write(device.parts, [
      { op: 'insert', table: 'cases', row: record },
      { op: 'insert', table: 'comments', row: own },
    ]);
    const page = wholePage([pulled('comments', other, 7)], { epoch, version: 7, index: 0 });
    await applyPage(device.db, organisationScope, page, true);
    expect(await texts()).toEqual([other.text, own.text]);
    await applyPushResults(
      device.db,
      [1, 2].map((n) => ({ n, outcome: 'applied' as const, version: 9 })),
      AT,
    );
    expect(await texts()).toEqual([other.text, own.text]);
    const next = wholePage([pulled('cases', record, 9, 0), pulled('comments', own, 9, 1)], {
      epoch,
      version: 9,
      index: 1,
    });
    await applyPage(device.db, organisationScope, next, false);
    expect(await texts()).toEqual([other.text, own.text]);
    expect(await device.db.rowOrders.get(`comments ${own.id}`)).toMatchObject({
      stage: 0,
      version: 9,
      index: 1,
    });
  });
});

describe('[S2] a case that is open', () => {
  let app: AppServices;
  beforeEach(async () => {
    app = await openEnrolledConsole(memoryBridge());
  });
  afterEach(() => removeConsole(app));

  test('a colleague’s earlier statement that comes late does not outweigh the one that waits here', async () => {
    const contents = aCompleteCase().build();
    const [statement] = contents.redactions;
    if (!statement) throw new Error('no statement');
    const { id } = contents.case;
    await app.db.cases.put(contents.case);
    const open = openCaseStore(app, id);
    const states = () => {
      const now = open.store.getState().contents;
      return now === 'loading' || now === null ? [] : now.redactions.map(({ state }) => state);
    };
    await expect.poll(() => open.store.getState().contents).not.toBe('loading');
    const person = await app.person();
    const own = { ...statement, id: newId(), caseId: id, state: 'not-needed' as const, by: person };
    expect(await app.write([{ op: 'insert', table: 'redactions', row: own }])).toMatchObject({
      kind: 'saved',
    });
    await expect.poll(states).toEqual(['not-needed']);
    const theirs = { ...statement, id: '01990000-0000-7000-8000-0000fffffff1', caseId: id };
    const page = wholePage([pulled('redactions', theirs, 5)], { epoch, version: 5, index: 0 });
    const { changes } = await applyPage(app.db, organisationScope, page, true);
    app.changes.publish(changes);
    await expect.poll(states).toEqual([theirs.state, 'not-needed']);
    open.close();
  });

  test(`${IMPORTS} imports of a case file give one answer: the last statement on a log, the last correction of a step`, {
    timeout: 20_000 + IMPORTS * 1_000,
  }, async () => {
    const contents = aCompleteCase().build();
    const [given] = contents.redactions;
    const [step] = contents.steps;
    if (!given || !step) throw new Error('the case lacks what this is about');
    const statement = { ...given, by: await app.person() };
    const file = caseFile.parse({
      format: 'partner-console-case',
      version: 1,
      exportedAt: NOW,
      products: [],
      contents: {
        ...contents,
        systems: contents.systems.slice(0, 1),
        configuration: [],
        revisions: [],
        consents: [],
        attachments: contents.attachments.filter(({ id }) => id === statement.attachmentId),
        redactions: [
          { ...statement, id: newId(), state: 'not-needed', reason: 'Nothing in it' },
          { ...statement, id: newId(), state: 'redacted', reason: '' },
        ],
        steps: [
          { ...step, evidence: [] },
          { ...step, id: newId(), evidence: [], corrects: step.id, did: 'first correction' },
          { ...step, id: newId(), evidence: [], corrects: step.id, did: 'second correction' },
        ],
      },
    });
    const text = JSON.stringify(file);
    const answers = new Set<string>();
    for (let round = 0; round < IMPORTS; round += 1) {
      const done = await importCase(app, text);
      if (!done.ok) throw new Error(done.message);
      const read = await readContents(app.db, done.id);
      if (!read) throw new Error('the imported case is not here');
      const [shown] = currentSteps(read.steps);
      const about = evaluate(read, { now: NOW, products: [], trust: trusted() }).filter(
        ({ rule }) => rule === 'H12',
      );
      answers.add(
        JSON.stringify([shown?.current.did, about.length, read.redactions.map(({ state }) => state)]),
      );
    }
    expect([...answers]).toEqual([JSON.stringify(['second correction', 0, ['not-needed', 'redacted']])]);
  });

  test('[CS5] of a colleague’s case file, what speaks in the colleague’s name is left out, and that is said', async () => {
    const contents = aCompleteCase().build();
    const file = { format: 'partner-console-case', version: 1, exportedAt: NOW, products: [], contents };
    const done = await importCase(app, `\u{feff}${JSON.stringify(file)}`);
    if (!done.ok) throw new Error(done.message);
    expect(done.leftOut).toMatch(
      /^Not taken over, because others gave them in their name: 1 signature, 1 statement[^,]*\. Have them given again in this case\.$/,
    );
    const read = await readContents(app.db, done.id);
    expect([read?.consents, read?.redactions, read?.steps.length]).toEqual([[], [], contents.steps.length]);
    const own = JSON.parse(JSON.stringify(file)) as typeof file;
    const by = await app.person();
    own.contents.consents = own.contents.consents.map((each) => ({ ...each, by }));
    own.contents.redactions = own.contents.redactions.map((each) => ({ ...each, by }));
    expect(await importCase(app, JSON.stringify(own))).toMatchObject({ ok: true, leftOut: '' });
  });
});
