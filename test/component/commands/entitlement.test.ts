/** Customers, signatures, questions of Level 3 and what is due next, on a real IndexedDB. */

import { waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeOverRemembered } from '../../../renderer/commands/cases.ts';
import { sign, withdraw } from '../../../renderer/commands/consents.ts';
import {
  addAgreement,
  addCustomer,
  answerByContract,
  chooseCustomer,
} from '../../../renderer/commands/customers.ts';
import { replyToDesk, takeNews } from '../../../renderer/commands/desk-replies.ts';
import { write } from '../../../renderer/store/write.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { caseIds } from '../../../renderer/views/case-list.ts';
import {
  type RememberedCustomer,
  readKnownCustomers,
  readRemembered,
  stillRemembered,
} from '../../../renderer/views/customers.ts';
import { openQuestions } from '../../../renderer/views/open-questions.ts';
import { countMissing } from '../../../renderer/views/summarise.ts';
import { sha256OfText } from '../../../shared/base/hash.ts';
import { caseNumber } from '../../../shared/base/ids.ts';
import { standingConsents } from '../../../shared/cases/consents.ts';
import { revisions } from '../../../shared/cases/revisions.ts';
import { steps } from '../../../shared/cases/steps.ts';
import { systems } from '../../../shared/cases/systems.ts';
import type { PolicyDocument } from '../../../shared/policy/documents.ts';
import { documentInForce } from '../../../shared/policy/documents.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import type { Contract } from '../../../shared/policy/schema.ts';
import type { DeskEntry, Ticket } from '../../../shared/tickets/schema.ts';
import { identity } from '../../helpers/bridge.ts';
import { AT, aCase, type ConsoleDevice, newId, openConsoleDevice } from '../../helpers/console-device.ts';

const unexpected = (error: unknown) => {
  throw error;
};

const by = { id: identity.person.id, name: identity.person.name };
const desk = { id: newId(), name: 'Sample Desk One' };
const earlier = { at: '2026-01-05T12:00:00.000Z', zone: 'UTC' };
let device: ConsoleDevice;
let parts: Parameters<typeof sign>[0] & Parameters<typeof addAgreement>[0];

beforeEach(async () => {
  device = await openConsoleDevice();
  parts = {
    ...device.parts,
    here: () => ({ at: AT, zone: 'UTC' }),
    person: () => Promise.resolve(by),
    write: (edits) => write(device.parts, edits),
  };
});
afterEach(() => device.close());

async function savedCase(fields: Partial<ReturnType<typeof aCase>> = {}) {
  const row = { ...aCase(), ...fields };
  expect(await parts.write([{ op: 'insert', table: 'cases', row }])).toMatchObject({ kind: 'saved' });
  return row;
}

/** An id of the moment at which these consoles live, so that the entry is news. */
let entries = 0;
function entryOf(ticket: Ticket, fields: { kind: DeskEntry['kind'] } & Record<string, unknown>): DeskEntry {
  entries += 1;
  const hex = Date.parse(AT).toString(16).padStart(12, '0');
  return {
    id: `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${entries.toString(16).padStart(12, '0')}`,
    ticketId: ticket.id,
    caseId: ticket.caseId,
    organisationId: ticket.organisationId,
    at: { at: AT, zone: 'UTC' },
    by: desk,
    ...fields,
  } as DeskEntry;
}

function ticketOf(caseId: string): Ticket {
  return {
    id: newId(),
    caseId,
    organisationId: identity.organisation.id,
    organisationName: identity.organisation.name,
    ticket: 'T-1001',
    packetId: newId(),
    revision: 1,
    title: 'A case',
    customer: '',
    site: '',
    engineer: by,
    priority: 'P2',
    state: 'acknowledged',
    receivedAt: AT,
    notifiedBy: 'telephone',
    notifiedAt: AT,
    acknowledgedAt: null,
    acknowledgedBy: null,
    outsideReference: '',
    outsideStatus: '',
    sample: true,
  };
}

describe('customers', () => {
  test('a day is covered once: an agreement that overlaps is refused in words, and nothing is written', async () => {
    const { customer } = await addCustomer(parts, 'Example Hospital (sample)');
    const term = { customerId: customer.id, startsOn: '2026-01-01', endsOn: '2026-12-31', reference: 'A-1' };
    expect(await addAgreement(parts, term)).toEqual({ kind: 'saved' });
    expect(
      await addAgreement(parts, { ...term, startsOn: '2026-12-31', endsOn: '2027-12-31' }),
    ).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('overlaps agreement A-1, 1 Jan 2026 to 31 Dec 2026'),
    });
    expect(await device.db.agreements.count()).toBe(1);
    expect(await device.db.outbox.count()).toBe(2);
  });

  test('a case takes over what the agreements say of this day; without any the question stays open', async () => {
    const { customer } = await addCustomer(parts, 'Example Hospital (sample)');
    const record = await savedCase();
    await chooseCustomer(parts, record, customer.id);
    expect(await device.db.cases.get(record.id)).toMatchObject({
      customerId: customer.id,
      customer: customer.name,
      maintenance: null,
    });
    await addAgreement(parts, {
      customerId: customer.id,
      startsOn: '2025-01-01',
      endsOn: '2025-12-31',
      reference: '',
    });
    await chooseCustomer(parts, record, customer.id);
    expect(await device.db.cases.get(record.id)).toMatchObject({
      maintenance: 'lapsed',
      maintenanceUntil: '2025-12-31',
    });
    await addAgreement(parts, {
      customerId: customer.id,
      startsOn: '2026-11-01',
      endsOn: '2027-10-31',
      reference: '',
    });
    await chooseCustomer(parts, record, customer.id);
    expect(await device.db.cases.get(record.id)).toMatchObject({
      maintenance: 'current',
      maintenanceFrom: '2026-11-01',
      maintenanceUntil: '2027-10-31',
    });
  });
});

describe('what IPcelerate’s contract says', () => {
  const contract: Contract = {
    id: 'C-1042',
    organisationId: identity.organisation.id,
    customer: 'Example Hospital',
    startsOn: '2026-01-01',
    endsOn: '2026-12-31',
    impactMember: 'no',
    products: [],
    sample: false,
  };
  const answers = {
    contractNumber: 'C-1042',
    maintenance: 'current',
    maintenanceFrom: '2026-01-01',
    maintenanceUntil: '2026-12-31',
    impactMember: 'no',
  };

  test('[H26] a case takes it over with the customer, before the partner’s own agreement', async () => {
    await device.db.contracts.add(contract);
    const { customer } = await addCustomer(parts, 'example hospital');
    await addAgreement(parts, {
      customerId: customer.id,
      startsOn: '2025-01-01',
      endsOn: '2025-12-31',
      reference: '',
    });
    const record = await savedCase();
    await chooseCustomer(parts, record, customer.id);
    expect(await device.db.cases.get(record.id)).toMatchObject(answers);
  });

  test('[H26] a case that was answered otherwise is answered by it at one press', async () => {
    const record = await savedCase({
      customer: contract.customer,
      maintenance: 'lapsed',
      impactMember: 'yes',
    });
    await answerByContract(parts, record, contract);
    expect(await device.db.cases.get(record.id)).toMatchObject(answers);
    const ended = { ...contract, endsOn: '2026-06-30' };
    await answerByContract(parts, record, ended);
    expect(await device.db.cases.get(record.id)).toMatchObject({
      maintenance: 'lapsed',
      maintenanceFrom: null,
      maintenanceUntil: '2026-06-30',
    });
  });

  test('[H26] one that begins later leaves the state of maintenance as it was answered', async () => {
    const record = await savedCase({ customer: contract.customer, maintenance: 'never' });
    await answerByContract(parts, record, { ...contract, startsOn: '2027-01-01', endsOn: '2027-12-31' });
    expect(await device.db.cases.get(record.id)).toMatchObject({
      maintenance: 'never',
      contractNumber: 'C-1042',
    });
  });

  test('[CS13] a new case is offered its customer and what it says', async () => {
    await device.db.contracts.add(contract);
    expect(await readKnownCustomers(device.db)).toEqual(['Example Hospital']);
    expect(await readRemembered(device.db, 'Example Hospital', AT)).toMatchObject({
      fields: answers,
      from: 'contract C-1042',
      words: ['maintenance until 2026-12-31'],
    });
  });
});

describe('[CS13] what is known of a customer', () => {
  const NAME = 'Example Hospital (sample)';
  const told = { contactName: 'Sample Contact', accessHow: 'Remote session on request' };
  const term = { startsOn: '2026-11-01', endsOn: '2027-10-31', reference: '' };

  test('what is known stands in a list of words: no full stop of its own in the middle', async () => {
    await savedCase({ customer: NAME, ...told, accessHow: 'Remote session on request. ' });
    expect((await readRemembered(device.db, NAME, AT))?.words).toEqual([
      'contact Sample Contact',
      'access: Remote session on request',
    ]);
  });

  test('a new case is offered contact and access of the newest case there, and the maintenance of the card', async () => {
    await savedCase({ customer: NAME, ...told, contactName: 'Earlier Contact', createdAt: earlier });
    await savedCase({ customer: 'Another', contactName: 'Somebody' });
    const last = await savedCase({ customer: NAME, ...told });
    expect(await readRemembered(device.db, ' example hospital (SAMPLE) ', AT)).toEqual({
      fields: told,
      systems: [],
      acceptance: null,
      from: caseNumber(last.id),
      words: ['contact Sample Contact', 'access: Remote session on request'],
    });
    const { customer } = await addCustomer(parts, NAME);
    await addAgreement(parts, { customerId: customer.id, ...term });
    expect(await readRemembered(device.db, NAME, AT)).toMatchObject({
      fields: { ...told, customerId: customer.id, maintenance: 'current', maintenanceUntil: '2027-10-31' },
      from: `${caseNumber(last.id)} and the customer’s card`,
    });
    expect(await readRemembered(device.db, 'Example', AT)).toBeNull();
  });

  /** A case of the customer with a system and its revision level, in which the policy was signed. */
  async function earlierCase() {
    const last = await savedCase({ customer: NAME, ...told });
    const document = {
      id: newId(),
      kind: 'maintenance-policy',
      title: 'Sample policy',
      version: 1,
      effectiveFrom: '2026-01-01',
      text: 'The text of the policy',
      sha256: sha256OfText('The text of the policy'),
      sample: true,
    } as unknown as PolicyDocument;
    await device.db.policyDocuments.put(document);
    const file = {
      kind: 'file',
      attachmentId: newId(),
      name: 'sw.txt',
      fromLine: 1,
      toLine: 1,
      at: AT,
    } as const;
    const from = { capturedAt: AT, provenance: file };
    const system = systems.empty({
      id: newId(),
      caseId: last.id,
      role: 'affected',
      hostname: 'cm-pub',
      os: 'UCOS',
      quotedCents: 100,
      notes: 'Restarted twice in this fault',
      ...from,
    });
    const level = { id: newId(), caseId: last.id, systemId: system.id, component: 'CUCM', version: '14.0.1' };
    await parts.write([
      { op: 'insert', table: 'systems', row: system },
      { op: 'insert', table: 'revisions', row: revisions.empty({ ...level, ...from }) },
    ]);
    const shown = {
      kind: 'policy',
      documentId: document.id,
      textShown: document.text,
      estimate: null,
    } as const;
    const { consent } = await sign(parts, last.id, shown, {
      company: NAME,
      name: 'Sample Contact',
      title: 'Head of telephony',
      signedOn: '2026-11-20',
      method: 'typed',
      drawing: '',
    });
    const { customer } = await addCustomer(parts, NAME);
    const installed = { siteId: null, productName: '', version: '5.4.1', productId: 'sample-call-recorder' };
    await device.db.products.bulkPut([...sampleProducts]);
    for (const hostname of ['CM-PUB.example.test', 'rec-1'])
      await device.db.installations.put({ id: newId(), customerId: customer.id, hostname, ...installed });
    return { last, consent, document };
  }
  const appOf = (): AppServices =>
    ({ ...parts, db: device.db, now: device.parts.now }) as unknown as AppServices;

  test('systems with their revision levels and the accepted policy are offered, and a new case has them as its own', async () => {
    const { last, consent } = await earlierCase();
    const known = await readRemembered(device.db, NAME, AT);
    expect(known?.words).toEqual([
      'contact Sample Contact',
      'access: Remote session on request',
      '2 systems',
      'policy accepted by Sample Contact',
    ]);
    const record = await savedCase({ customer: NAME });
    const again = await takeOverRemembered(appOf(), record.id, known as RememberedCustomer);
    expect(again.result).toMatchObject({ kind: 'saved' });
    // Taken back, the fields are as they were, its rows are gone, and its signature is withdrawn; then it is taken over once more.
    expect(await again.undo()).toMatchObject({ kind: 'saved' });
    expect(await device.db.cases.get(record.id)).toMatchObject({ contactName: record.contactName });
    expect(await device.db.systems.where({ caseId: record.id }).count()).toBe(0);
    expect(standingConsents(await device.db.consents.where({ caseId: record.id }).toArray())).toEqual([]);
    const { result } = await takeOverRemembered(appOf(), record.id, known as RememberedCustomer);
    expect(result).toMatchObject({ kind: 'saved' });
    const rows = await device.db.systems.where({ caseId: record.id }).toArray();
    expect(rows.map(({ hostname, os, role, productId }) => [hostname, os, role, productId])).toEqual([
      ['cm-pub', 'UCOS', 'context', null],
      ['rec-1', '', 'affected', 'sample-call-recorder'],
    ]);
    // What was asked of it for the one fault stays there; of a file of the other case only the name is told.
    expect(rows[0]).toMatchObject({
      quotedCents: null,
      notes: '',
      capturedAt: AT,
      provenance: { kind: 'file', name: 'sw.txt', attachmentId: null },
    });
    const levels = await device.db.revisions.where({ caseId: record.id }).toArray();
    expect(levels.map(({ component, version }) => `${component} ${version}`)).toEqual([
      'CUCM 14.0.1',
      'Call Recorder 5.4.1',
    ]);
    expect(standingConsents(await device.db.consents.where({ caseId: record.id }).toArray())).toMatchObject([
      { kind: 'policy', name: consent.name, method: 'earlier', reference: caseNumber(last.id), by },
    ]);
  });

  test('a case that was begun without it is offered what is still open; what somebody answered stays', async () => {
    await earlierCase();
    const record = await savedCase({ customer: NAME, contactName: 'Another Contact' });
    const known = await readRemembered(device.db, NAME, AT, record.id);
    const contents = { case: record, systems: [], consents: [] };
    const left = known && stillRemembered(known, contents);
    expect(left?.words).toEqual([
      'access: Remote session on request',
      '2 systems',
      'policy accepted by Sample Contact',
    ]);
    await takeOverRemembered(appOf(), record.id, left as RememberedCustomer);
    expect(await device.db.cases.get(record.id)).toMatchObject({
      contactName: 'Another Contact',
      accessHow: told.accessHow,
    });
    const after = {
      case: (await device.db.cases.get(record.id)) ?? record,
      systems: await device.db.systems.where({ caseId: record.id }).toArray(),
      consents: await device.db.consents.where({ caseId: record.id }).toArray(),
    };
    expect(stillRemembered(known as RememberedCustomer, after)).toBeNull();
  });

  test('a document that is in force since then is not taken as accepted', async () => {
    const { document } = await earlierCase();
    await device.db.policyDocuments.put({
      ...document,
      id: newId(),
      version: 2,
      effectiveFrom: '2026-11-01',
    });
    expect((await readRemembered(device.db, NAME, AT))?.acceptance).toBeNull();
  });

  test('an agreement that comes later answers the open cases of the customer, and changes no answer', async () => {
    const { customer } = await addCustomer(parts, NAME);
    const of = { customerId: customer.id, customer: NAME };
    const open = await savedCase(of);
    const answered = await savedCase({ ...of, maintenance: 'never' });
    const other = await savedCase();
    await addAgreement(parts, { customerId: customer.id, ...term });
    expect(await device.db.cases.get(open.id)).toMatchObject({
      maintenance: 'current',
      maintenanceFrom: '2026-11-01',
    });
    expect(await device.db.cases.get(answered.id)).toEqual(answered);
    expect(await device.db.cases.get(other.id)).toEqual(other);
  });
});

describe('signatures', () => {
  test('[HE7][HE8] kept with the text and its hash; withdrawn by another row', async () => {
    const record = await savedCase();
    const shown = { kind: 'policy', documentId: newId(), textShown: 'A text', estimate: null } as const;
    const { consent } = await sign(parts, record.id, shown, {
      company: 'Example Hospital (sample)',
      name: 'Sample Contact',
      title: 'Head of telephony',
      signedOn: '2026-11-23',
      method: 'typed',
      drawing: '',
    });
    expect(await device.db.consents.toArray()).toEqual([consent]);
    await withdraw(parts, consent);
    const rows = await device.db.consents.toArray();
    expect(rows).toHaveLength(2);
    expect(standingConsents(rows)).toEqual([]);
  });

  test('the document in force is the highest version whose day has come', () => {
    const documents = [
      { version: 1, effectiveFrom: '2026-01-01' },
      { version: 2, effectiveFrom: '2026-06-01' },
      { version: 3, effectiveFrom: '2027-01-01' },
    ] as PolicyDocument[];
    expect(documentInForce(documents, '2026-11-23')?.version).toBe(2);
    expect(documentInForce(documents, '2025-11-23')).toBeNull();
  });
});

describe('what Level 3 asks', () => {
  test('[I7] a question is open until it is settled, whether it was replied to or not', async () => {
    const record = await savedCase();
    const ticket = ticketOf(record.id);
    const question = entryOf(ticket, { kind: 'information-asked', question: 'Which switch is it on?' });
    await device.db.tickets.put(ticket);
    await device.db.deskEntries.put(question);
    expect(await openQuestions(device.db)).toMatchObject([{ ticket: 'T-1001', replied: false }]);
    await replyToDesk(parts, ticket, { entryId: question.id, text: 'On switch 14.', attachments: [] });
    expect(await openQuestions(device.db)).toMatchObject([{ ticket: 'T-1001', replied: true }]);
    await device.db.deskEntries.put(
      entryOf(ticket, { kind: 'information-settled', entryId: question.id, note: '' }),
    );
    expect(await openQuestions(device.db)).toEqual([]);
  });

  test('each entry is told once; on a computer that gets its first only open questions are news', async () => {
    const ticket = ticketOf((await savedCase()).id);
    const question = entryOf(ticket, { kind: 'information-asked', question: 'Which switch is it on?' });
    let version = 0;
    const receive = async (entry: DeskEntry) => {
      version += 1;
      await device.db.deskEntries.put(entry);
      await device.db.rowOrders.put({
        id: `deskEntries ${entry.id}`,
        table: 'deskEntries',
        stage: 0,
        version,
        index: 0,
      });
    };
    await receive(entryOf(ticket, { kind: 'acknowledged', note: '' }));
    await receive(question);
    expect(await takeNews(parts)).toEqual([question]);
    expect(await takeNews(parts)).toEqual([]);
    const note = entryOf(ticket, { kind: 'note', text: 'A word' });
    await receive(note);
    expect(await takeNews(parts)).toEqual([note]);
    // A desk whose clock is years behind is heard all the same: the hub says what is new (S2).
    const behind = {
      ...note,
      id: '01800000-0000-7000-8000-000000000001',
      at: { at: '2022-01-01T00:00:00.000Z', zone: 'UTC' },
    };
    await receive(behind);
    expect(await takeNews(parts)).toEqual([behind]);
  });
});

describe('what is due next', () => {
  test('[I12] stands in the list’s line, sorts before cases without, and goes when the clock is met', async () => {
    const stop = countMissing(device.parts, unexpected);
    try {
      const quiet = await savedCase();
      const record = await savedCase({
        priority: 'P1',
        notifiedBy: 'telephone',
        notifiedAt: { at: '2026-11-23T11:30:00.000Z', zone: 'UTC' },
      });
      const line = () => device.db.summaries.get(record.id);
      const due = (kind: string | null) =>
        waitFor(async () => expect((await line())?.nextDueKind).toBe(kind), { timeout: 30_000 });
      await due('level1-response');
      expect(await line()).toMatchObject({ nextDue: '2026-11-23T13:30:00.000Z', nextDueState: 'running' });
      const query = { descending: false, text: '', state: null, priority: null, waitingOnly: false } as const;
      expect(await caseIds(device.db, { ...query, sort: 'nextDue' })).toEqual([record.id, quiet.id]);
      await parts.write([
        {
          op: 'insert',
          table: 'steps',
          row: steps.empty({
            id: newId(),
            caseId: record.id,
            at: { at: AT, zone: 'UTC' },
            by,
            level: 1,
            kind: 'gather',
            did: 'Looked',
            showed: 'Nothing',
            recordedAt: AT,
          }),
        },
      ]);
      await due(null);
      expect(await line()).toMatchObject({ nextDue: '~' });
    } finally {
      stop();
    }
  });
});
