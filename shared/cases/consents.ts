/**
 * A customer's signature under a text: the fees (P-18), or the policy (P-35). The exact text that was shown is kept with its
 * hash. Only ever added: one that was given in error is withdrawn by another row that names it.
 */
import { z } from 'zod';
import { sha256OfText } from '../base/hash.ts';
import { date, line, sha256Hex } from '../base/values.ts';
import { documentText, feeEstimate } from '../policy/documents.ts';
import { describe } from './describe.ts';
import { answer, field, given, ownIds } from './field.ts';

/** Moves and lines in whole units, `M12 40L13 42`: nothing else is ever drawn from it. */
const DRAWING = /^(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})*)*$/;

/** Units of the box of 600 by 200 that a line has to have before it is somebody's signature. */
const LEAST_LINE = 40;

/** Whether what was drawn can be a signature: a line that goes somewhere. One tap, or several, are dots. */
export function isHandwriting(drawing: string): boolean {
  let length = 0;
  for (const stroke of drawing.split('M')) {
    const points = stroke.split('L').map((each) => each.split(' ').map(Number));
    for (const [at, [x = 0, y = 0]] of points.entries()) {
      const [fromX = x, fromY = y] = points[at - 1] ?? [];
      length += Math.hypot(x - fromX, y - fromY);
    }
  }
  return length >= LEAST_LINE;
}

export const consents = describe({
  ...ownIds,
  kind: field.kindOf(
    {
      fees: 'Fees and terms',
      policy: 'Maintenance policy',
      'no-backup': 'That there is no backup',
      'major-release': 'A major release',
    },
    { label: 'What was signed' },
  ),
  company: given(line, { kind: 'line' }, { label: 'Company' }),
  name: given(line, { kind: 'line' }, { label: 'Name' }),
  title: given(line, { kind: 'line' }, { label: 'Title' }),
  signedOn: given(date, { kind: 'day' }, { label: 'Day of the signature' }),
  /**
   * `drawn`: `drawing` holds the strokes; `typed`: the name stands for the signature (P-35). Otherwise it was signed before, as
   * `reference` says: a customer accepts a document once.
   */
  method: field.kindOf(
    {
      typed: 'By typing the name',
      drawn: 'Drawn by hand',
      file: 'On paper, as a file',
      contract: 'With the contract',
      earlier: 'In an earlier case',
    },
    { label: 'How it is signed', clause: 'P-35' },
  ),
  /** Strokes as SVG path data in a box of 600 by 200; empty where the signature is typed. */
  drawing: answer(
    z.string().max(60_000),
    '',
    { kind: 'drawing' },
    { label: 'Signature', when: { field: 'method', is: ['drawn'] } },
  ),
  /** Where it was signed before: the contract's reference, the paper's, or the earlier case. */
  reference: field.line({
    label: 'Reference of what was signed before',
    since: 5,
    optional: true,
    when: { field: 'method', is: ['file', 'contract', 'earlier'] },
  }),
  fileId: field.reference('attachments', { label: 'The signed paper', since: 5, optional: true }),
  documentId: field.reference('policyDocuments', { label: 'Document', optional: true }),
  estimate: answer(
    feeEstimate.nullable(),
    null,
    { kind: 'estimate' },
    { label: 'Estimate', clause: 'P-18', when: { field: 'kind', is: ['fees'] } },
  ),
  textShown: given(documentText, { kind: 'text' }, { label: 'The text that was signed' }),
  /** SHA-256 of `textShown` as UTF-8. */
  textSha256: given(sha256Hex, { kind: 'hash' }, { label: 'SHA-256 of the text', mono: true }),
  /** When and by whom it was recorded on the console. */
  at: field.madeAt({ label: 'When it was recorded' }),
  by: field.person({ label: 'Recorded by' }),
  /** The consent that this one withdraws; null for a signature. */
  withdraws: field.reference('consents', { label: 'The signature that it withdraws', optional: true }),
});

export const consent = consents.schema
  .refine(({ textShown, textSha256 }) => sha256OfText(textShown) === textSha256, {
    path: ['textSha256'],
    message: 'is not the SHA-256 of the text that was shown',
  })
  .refine(({ method, drawing }) => DRAWING.test(drawing) && (method === 'drawn') === (drawing !== ''), {
    path: ['drawing'],
    message: 'holds strokes where the signature is drawn, and nothing where it is typed',
  });
export type Consent = z.infer<typeof consent>;

/** The signatures that stand: neither withdrawn nor a withdrawal. */
export function standingConsents(rows: readonly Consent[]): Consent[] {
  const withdrawn = new Set(rows.flatMap((each) => each.withdraws ?? []));
  return rows.filter((each) => each.withdraws === null && !withdrawn.has(each.id));
}
