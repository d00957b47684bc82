/** What was decided about single originals, remembered for the case and sealed with its key (RD64). */
import { base64url } from 'jose';
import { z } from 'zod';
import { type CaseLists, type Kind, kinds } from '../../../shared/redaction/kinds.ts';
import type { RedactionChoice } from '../../../shared/redaction/records.ts';
import { canonical } from '../../../shared/redaction/tokens.ts';
import { inOrder } from '../../store/order.ts';
import type { Outcome } from '../../store/outcome.ts';
import { report } from '../../store/report.ts';
import type { AppServices } from '../../views/app-services.ts';
import { keyOf } from './case-key.ts';

const NONCE_BYTES = 12;
const decided = z.strictObject({ kind: z.enum(kinds), text: z.string().min(1).max(4_096) });
type Decided = z.infer<typeof decided>;

/** The case's key seals with another key than the one that makes tokens. */
async function sealingKey(key: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', key, 'HKDF', false, ['deriveKey']);
  const how = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: new TextEncoder().encode('choices'),
  };
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

async function seal(key: CryptoKey, value: Decided): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const text = new TextEncoder().encode(JSON.stringify(value));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, text));
  const whole = new Uint8Array(NONCE_BYTES + sealed.length);
  whole.set(iv);
  whole.set(sealed, NONCE_BYTES);
  return base64url.encode(whole);
}

async function unseal(keys: readonly CryptoKey[], sealed: string): Promise<Decided | null> {
  const bytes = new Uint8Array(base64url.decode(sealed));
  for (const key of keys)
    try {
      const iv = bytes.subarray(0, NONCE_BYTES);
      const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes.subarray(NONCE_BYTES));
      const parsed = decided.safeParse(JSON.parse(new TextDecoder().decode(text)));
      if (parsed.success) return parsed.data;
    } catch {
      // Unreported: sealed with the other key that the case has, which is tried next.
    }
  return null;
}

type ChoiceConsole = Pick<AppServices, 'db' | 'newId' | 'here' | 'person' | 'write'>;

/** What the case keeps and adds: of each original the newest choice counts. */
export async function choicesOf(app: Pick<AppServices, 'db'>, caseId: string): Promise<CaseLists> {
  const rows = await inOrder(
    app.db,
    'redactionChoices',
    await app.db.redactionChoices.where({ caseId }).toArray(),
  );
  if (rows.length === 0) return { keep: [], add: [] };
  const raw = await app.db.redactionKeys.where({ caseId }).toArray();
  const keys = await Promise.all(raw.map(({ key }) => sealingKey(new Uint8Array(base64url.decode(key)))));
  const newest = new Map<string, Decided & Pick<RedactionChoice, 'choice'>>();
  let unread = 0;
  for (const { sealed, choice } of rows) {
    const value = await unseal(keys, sealed);
    if (value) newest.set(value.text.toLowerCase(), { ...value, choice });
    else unread += 1;
  }
  if (unread > 0)
    report(new Error(`${unread} choices of the case are sealed with a key that is not here`), 'redaction');
  const all = [...newest.values()];
  return {
    keep: all.filter(({ choice }) => choice === 'keep').map(({ text }) => text),
    add: all.filter(({ choice }) => choice === 'replace').map(({ kind, text }) => ({ kind, text })),
  };
}

/** Remembers for the case what becomes of an original. */
export async function choose(
  app: ChoiceConsole,
  caseId: string,
  choice: RedactionChoice['choice'],
  { kind, text }: { kind: Kind; text: string },
): Promise<Outcome> {
  const key = await sealingKey(await keyOf(app, caseId));
  const row: RedactionChoice = {
    id: app.newId(),
    caseId,
    by: await app.person(),
    at: app.here(),
    choice,
    sealed: await seal(key, { kind, text: kind === 'SECRET' ? text : canonical(kind, text) }),
  };
  return app.write([{ op: 'insert', table: 'redactionChoices', row }]);
}
