/** The partner's customers: what is written of them, and what a case takes over. */

import { t } from '@lingui/core/macro';
import type { Customer, Installation, Site } from '../../shared/cases/customer.ts';
import type { CaseRecord } from '../../shared/cases/schema.ts';
import { isEditable } from '../../shared/cases/states.ts';
import { centralDate } from '../../shared/policy/central-time.ts';
import { answersByContract } from '../../shared/policy/contracts.ts';
import { checkAgreement } from '../../shared/policy/maintenance.ts';
import type { Agreement, Contract } from '../../shared/policy/schema.ts';
import type { Outcome } from '../store/outcome.ts';
import { refusal, refusalWords } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import type { AppServices } from '../views/app-services.ts';
import { maintenanceOf, readContractFor } from '../views/customers.ts';
import { type BinParts, putBack, type Removed, type RemovedRow, removeToBin } from './bin.ts';

/** What of the console this works with. */
type Parts = Pick<AppServices, 'db' | 'now' | 'newId' | 'write'>;

/** Adds a customer by its name. */
export async function addCustomer(
  app: Parts,
  name: string,
): Promise<{ customer: Customer; result: Outcome }> {
  const customer: Customer = { id: app.newId(), name, impactMember: null, notes: '' };
  return { customer, result: await app.write([{ op: 'insert', table: 'customers', row: customer }]) };
}

export function patchCustomer(app: Parts, id: string, fields: Partial<Customer>): Promise<Outcome> {
  return app.write([{ op: 'patch', table: 'customers', key: id, fields }]);
}

export function patchSite(app: Parts, id: string, fields: Partial<Site>): Promise<Outcome> {
  return app.write([{ op: 'patch', table: 'sites', key: id, fields }]);
}

export function patchInstallation(app: Parts, id: string, fields: Partial<Installation>): Promise<Outcome> {
  return app.write([{ op: 'patch', table: 'installations', key: id, fields }]);
}

export function addSite(app: Parts, customerId: string): Promise<Outcome> {
  const row: Site = { id: app.newId(), customerId, name: '', address: '', zone: '' };
  return app.write([{ op: 'insert', table: 'sites', row }]);
}

export function addInstallation(app: Parts, customerId: string): Promise<Outcome> {
  const row: Installation = {
    id: app.newId(),
    customerId,
    siteId: null,
    productId: null,
    productName: '',
    hostname: '',
    version: '',
  };
  return app.write([{ op: 'insert', table: 'installations', row }]);
}

export type AgreementOutcome = { kind: 'saved' } | { kind: 'refused'; message: string };

/** Adds an agreement, or says with which other one its days overlap; then nothing is written. */
export async function addAgreement(
  app: Parts,
  fields: Omit<Agreement, 'id' | 'kind'>,
): Promise<AgreementOutcome> {
  const row: Agreement = { id: app.newId(), kind: 'maintenance', ...fields };
  const others = await app.db.agreements.where({ customerId: row.customerId }).toArray();
  const answer = checkAgreement(row, others);
  if (!answer.ok) return { kind: 'refused', message: answer.message };
  const result = await app.write([
    { op: 'insert', table: 'agreements', row },
    ...(await takenOverLater(app, row.customerId, [...others, row])),
  ]);
  return result.kind === 'saved' ? { kind: 'saved' } : { kind: 'refused', message: refusalWords(result) };
}

/** Open cases of the customer in which nobody said how its maintenance stands: the agreement that comes now says it (CS13). */
async function takenOverLater(
  app: Parts,
  customerId: string,
  agreements: readonly Agreement[],
): Promise<Edit[]> {
  const fields = maintenanceOf(agreements, app.now());
  const open = await app.db.cases
    .filter((each) => each.customerId === customerId && each.maintenance === null && isEditable(each.state))
    .toArray();
  return open.map(({ id }): Edit => ({ op: 'patch', table: 'cases', key: id, fields }));
}

export type Removable =
  | { table: 'sites'; row: Site }
  | { table: 'installations'; row: Installation }
  | { table: 'agreements'; row: Agreement };

/** Removes a row of a customer to its bin. @param words what it was, as the bin has it */
export function removeOf(
  app: BinParts,
  { table, row }: Removable,
  words: string,
): Promise<{ result: Outcome; undo: () => Promise<Outcome> }> {
  return removeToBin(app, row.customerId, words, [{ op: 'insert', table, row } as RemovedRow]);
}

/** Puts back what was removed from a customer; an agreement only where its days are still free. */
export async function putBackOf(app: BinParts, customerId: string, removed: Removed): Promise<Outcome> {
  for (const { table, row } of removed.rows) {
    if (table !== 'agreements') continue;
    const others = await app.db.agreements.where({ customerId }).toArray();
    const answer = checkAgreement(
      row,
      others.filter(({ id }) => id !== row.id),
    );
    if (!answer.ok) return refusal('invalid', answer.message, t`It stays under Removed.`);
  }
  return putBack(app, customerId, removed);
}

/** Answers in a case what IPcelerate's contract says of maintenance on this day, and names the contract (P-16). */
export function answerByContract(app: Parts, record: CaseRecord, contract: Contract): Promise<Outcome> {
  const fields = answersByContract(contract, centralDate(app.now().getTime()));
  return app.write([{ op: 'patch', table: 'cases', key: record.id, fields }]);
}

/**
 * Names the case's customer, and takes over what is known of it: its name, Impact membership, and the maintenance by IPcelerate's
 * contract, else by the agreements, on this day. A customer with neither leaves the question open: nothing is guessed.
 */
export async function chooseCustomer(
  app: Parts,
  record: CaseRecord,
  customerId: string | null,
): Promise<Outcome> {
  const customer = customerId === null ? undefined : await app.db.customers.get(customerId);
  if (!customer)
    return app.write([{ op: 'patch', table: 'cases', key: record.id, fields: { customerId: null } }]);
  const agreements = await app.db.agreements.where({ customerId: customer.id }).toArray();
  const contract = await readContractFor(app.db, record.contractNumber, customer.name);
  return app.write([
    {
      op: 'patch',
      table: 'cases',
      key: record.id,
      fields: {
        customerId: customer.id,
        customer: customer.name,
        impactMember: customer.impactMember ?? record.impactMember,
        ...maintenanceOf(agreements, app.now()),
        ...(contract && answersByContract(contract, centralDate(app.now().getTime()))),
      },
    },
  ]);
}
