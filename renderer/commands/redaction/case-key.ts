/** The key of a case's tokens (RD63): made with the case, shared by the partner's devices, never at the desk. */
import { base64url } from 'jose';
import { KEY_BYTES } from '../../../shared/redaction/keyed.ts';
import type { RedactionKey } from '../../../shared/redaction/records.ts';
import { inOrder } from '../../store/order.ts';
import { refusalWords } from '../../store/outcome.ts';
import type { AppServices } from '../../views/app-services.ts';

/** A new key for a case. */
export async function newKey(
  app: Pick<AppServices, 'newId' | 'here' | 'person'>,
  caseId: string,
): Promise<RedactionKey> {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return { id: app.newId(), caseId, by: await app.person(), at: app.here(), key: base64url.encode(bytes) };
}

/** The key that counts: the first of the case. One is made where a case of before has none. @throws where it cannot be saved */
export async function keyOf(
  app: Pick<AppServices, 'db' | 'newId' | 'here' | 'person' | 'write'>,
  caseId: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const [first] = await inOrder(
    app.db,
    'redactionKeys',
    await app.db.redactionKeys.where({ caseId }).toArray(),
  );
  if (first) return new Uint8Array(base64url.decode(first.key));
  const row = await newKey(app, caseId);
  const saved = await app.write([{ op: 'insert', table: 'redactionKeys', row }]);
  if (saved.kind === 'refused') throw new Error(refusalWords(saved));
  return new Uint8Array(base64url.decode(row.key));
}
