/** Signatures of the customer: given on this console, kept with the exact text, withdrawn by another row. */

import { sha256OfText } from '../../shared/base/hash.ts';
import { type Consent, consents } from '../../shared/cases/consents.ts';
import type { Outcome } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import type { AppServices } from '../views/app-services.ts';

/** What of the console this works with. */
type Parts = Pick<AppServices, 'here' | 'newId' | 'person' | 'write'>;

/** What the form asks for; the rest the console knows. */
export type Signature = Pick<Consent, 'company' | 'name' | 'title' | 'signedOn' | 'method' | 'drawing'> &
  /** Of what was signed before, elsewhere. */
  Partial<Pick<Consent, 'reference' | 'fileId'>>;
/** What was on screen when it was signed. */
export type Shown = Pick<Consent, 'kind' | 'documentId' | 'textShown' | 'estimate'>;

/** Keeps a signature with the text that was shown and its SHA-256. */
export async function sign(
  app: Parts,
  caseId: string,
  shown: Shown,
  signature: Signature,
): Promise<{ consent: Consent; result: Outcome }> {
  const consent = consents.empty({
    id: app.newId(),
    caseId,
    ...shown,
    ...signature,
    textSha256: sha256OfText(shown.textShown),
    at: app.here(),
    by: await app.person(),
  });
  return { consent, result: await app.write([{ op: 'insert', table: 'consents', row: consent }]) };
}

/** Takes a signature back: both rows stay, so that it can be read what was signed and who withdrew it. */
export async function withdraw(app: Parts, consent: Consent): Promise<Outcome> {
  return app.write(await withdrawals(app, [consent]));
}

/** The edits that withdraw these. */
export async function withdrawals(
  app: Pick<Parts, 'newId' | 'here' | 'person'>,
  consents: readonly Consent[],
): Promise<Edit[]> {
  const by = await app.person();
  return consents.map((consent) => {
    const row: Consent = { ...consent, id: app.newId(), at: app.here(), by, withdraws: consent.id };
    return { op: 'insert', table: 'consents', row };
  });
}
