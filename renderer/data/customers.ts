/** The partner's customers: what is written of them, and what a case takes over. */
import type { Customer, Installation, Site } from '../../shared/cases/customer.ts';
import type { CaseRecord } from '../../shared/cases/schema.ts';
import { centralDate } from '../../shared/policy/central-time.ts';
import { checkAgreement, maintenanceAt } from '../../shared/policy/maintenance.ts';
import type { Agreement } from '../../shared/policy/schema.ts';
import type { Console } from './console.ts';
import type { Edit, SaveResult } from './write.ts';

/** Adds a customer by its name. */
export async function addCustomer(
  console: Console,
  name: string,
): Promise<{ customer: Customer; result: SaveResult }> {
  const customer: Customer = { id: console.newId(), name, impactMember: null, notes: '' };
  return { customer, result: await console.write([{ op: 'insert', table: 'customers', row: customer }]) };
}

export function patchCustomer(console: Console, id: string, fields: Partial<Customer>): Promise<SaveResult> {
  return console.write([{ op: 'patch', table: 'customers', key: id, fields }]);
}

export function addSite(console: Console, customerId: string): Promise<SaveResult> {
  const row: Site = { id: console.newId(), customerId, name: '', address: '', zone: '' };
  return console.write([{ op: 'insert', table: 'sites', row }]);
}

export function addInstallation(console: Console, customerId: string): Promise<SaveResult> {
  const row: Installation = {
    id: console.newId(),
    customerId,
    siteId: null,
    productId: null,
    productName: '',
    hostname: '',
    version: '',
  };
  return console.write([{ op: 'insert', table: 'installations', row }]);
}

export type AgreementOutcome = { kind: 'saved' } | { kind: 'refused'; message: string };

/** Adds an agreement, or says with which other one its days overlap; then nothing is written. */
export async function addAgreement(
  console: Console,
  fields: Omit<Agreement, 'id' | 'kind'>,
): Promise<AgreementOutcome> {
  const row: Agreement = { id: console.newId(), kind: 'maintenance', ...fields };
  const others = await console.db.agreements.where({ customerId: row.customerId }).toArray();
  const answer = checkAgreement(row, others);
  if (!answer.ok) return { kind: 'refused', message: answer.message };
  const result = await console.write([{ op: 'insert', table: 'agreements', row }]);
  return result.kind === 'saved' || result.reason === 'journal'
    ? { kind: 'saved' }
    : { kind: 'refused', message: result.message };
}

type Removable =
  | { table: 'sites'; row: Site }
  | { table: 'installations'; row: Installation }
  | { table: 'agreements'; row: Agreement };

/** Removes a row of a customer; what is answered takes that back. */
export async function removeOf(
  console: Console,
  { table, row }: Removable,
): Promise<{ result: SaveResult; undo: () => Promise<SaveResult> }> {
  const result = await console.write([{ op: 'delete', table, key: row.id }]);
  return { result, undo: () => console.write([{ op: 'insert', table, row } as Edit]) };
}

/**
 * Names the case's customer, and takes over what is known of it: its name, Impact membership, and the maintenance by its
 * agreements on this day. A customer without any agreement leaves the question open: nothing is guessed.
 */
export async function chooseCustomer(
  console: Console,
  record: CaseRecord,
  customerId: string | null,
): Promise<SaveResult> {
  const customer = customerId === null ? undefined : await console.db.customers.get(customerId);
  if (!customer)
    return console.write([{ op: 'patch', table: 'cases', key: record.id, fields: { customerId: null } }]);
  const fields = await maintenanceFields(console, customer.id);
  return console.write([
    {
      op: 'patch',
      table: 'cases',
      key: record.id,
      fields: {
        customerId: customer.id,
        customer: customer.name,
        impactMember: customer.impactMember ?? record.impactMember,
        ...fields,
      },
    },
  ]);
}

/** What a customer's agreements say of its maintenance today; empty where there are none. */
async function maintenanceFields(
  console: Console,
  customerId: string,
): Promise<Partial<Pick<CaseRecord, 'maintenance' | 'maintenanceFrom' | 'maintenanceUntil'>>> {
  const agreements = await console.db.agreements.where({ customerId }).toArray();
  if (agreements.length === 0) return {};
  const found = maintenanceAt(agreements, centralDate(console.now().getTime()));
  switch (found.kind) {
    case 'current':
      return { maintenance: 'current', maintenanceFrom: found.from, maintenanceUntil: found.until };
    case 'lapsed':
      return { maintenance: 'lapsed', maintenanceFrom: null, maintenanceUntil: found.until };
    case 'never':
      // All of its agreements lie ahead: none has begun.
      return { maintenance: 'never', maintenanceFrom: null, maintenanceUntil: null };
  }
}
