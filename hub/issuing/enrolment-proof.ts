/** That who enrols holds the key that they enrol: signed by it, for this code and this name, so that nobody enrols another's (C5). */
import { type CryptoKey, compactVerify, importJWK } from 'jose';
import { ENROLMENT_PROOF_TYPE, type EnrolRequest, enrolmentProof } from '../../shared/sync/protocol.ts';
import { Refusal } from '../refusal.ts';

/** @throws Refusal 400 `public-key` for a point that is not on the curve, 403 `proof-refused` without a proof by the key */
export async function assertPossession({ code, deviceName, publicKey, proof }: EnrolRequest): Promise<void> {
  if (proof === undefined)
    throw new Refusal(
      403,
      'proof-refused',
      'This console is older than the hub and cannot be enrolled. Install the newer one; the code stays good for its hour.',
    );
  let key: CryptoKey | Uint8Array;
  try {
    key = await importJWK(publicKey, 'ES256');
  } catch {
    throw new Refusal(400, 'public-key', 'The key is no point of its curve. Start the enrolment again.');
  }
  try {
    const { payload, protectedHeader } = await compactVerify(proof, key, { algorithms: ['ES256'] });
    const said = new TextDecoder().decode(payload);
    if (protectedHeader.typ === ENROLMENT_PROOF_TYPE && said === enrolmentProof({ code, deviceName })) return;
  } catch {
    // Unreported: said below, in the same words.
  }
  throw new Refusal(
    403,
    'proof-refused',
    'The computer did not prove that it holds the key it enrols. Start the enrolment again.',
  );
}
