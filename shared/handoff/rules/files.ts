/** H12: what leaves the device is redacted, said file by file; and no configuration value that looks like a secret leaves as it is. */

import { asRead, isSentence, isWord } from '../../base/spoken.ts';
import { isPicture } from '../../cases/attachments.ts';
import type { AttachmentRecord, ConfigurationRecord } from '../../cases/records.ts';
import { findSpans } from '../../redaction/find.ts';
import { isAboutSecrets } from '../../redaction/secrets/names.ts';
import { canBe } from '../answers.ts';
import type { Rule, Words } from '../rule.ts';
import { calling, phrase, say } from '../sentence.ts';

/** A key that says nothing of what its value is. */
const GENERIC = /^(?:value|values|text|data|string|content|entry|setting|key|name|wert|\d*)$/i;

/** What is measured of passwords: 'min password length', 'password age'. */
const MEASURE =
  /(?:length|len|expiry|expires|expiration|age|history|min|max|minimum|maximum|count|timeout|days|time|retry|retries|attempts|lifetime|ttl|size)$/i;
/** ... and how much of it there is: '8', '90 days'. */
const AMOUNT = /^\d{1,6}(?: \p{L}+)?$/u;

/** What stands in the place of a secret, as the fix of the finding says. */
const MASK = 'SECRET';

/** What a name says of a value it says of how that begins; all of a long one is looked at once, without its name. */
const NAMED_CHARS = 2_000;

/** Rows are never changed in place: what was found in one stays found. */
const looked = new WeakMap<ConfigurationRecord, boolean>();

/**
 * The texts in which a secret is looked for: the value as each of its names may tell of it, and by itself.
 * @returns where the value begins in each
 */
export function textsOf(
  row: Pick<ConfigurationRecord, 'key' | 'section'>,
  value: string,
): { text: string; from: number }[] {
  const about = isAboutSecrets(row.key);
  const measured = about && MEASURE.test(asRead(row.key)) && AMOUNT.test(asRead(value));
  const begin = value.slice(0, NAMED_CHARS);
  const named = (before: string) => ({ text: `${before}${begin}`, from: before.length });
  const whole = { text: value, from: 0 };
  const texts = measured ? [whole] : [named(`${row.key} = `), named(`${row.key}: `), whole];
  // 'password length' tells of passwords; only a type and what is behind it, as in a command, can be one.
  if (!about || /^\d\s+\S{6,}/.test(asRead(value))) texts.push(named(`${row.key} `));
  // Some tables say what it is in the section, and in the key that it is a value.
  if (GENERIC.test(asRead(row.key))) texts.push(named(`${row.section} = `));
  return texts;
}

/** Whether the value, with its name, is one that tells a secret (RD20 to RD22); masks and tokens of our own tell none. */
function tellsSecret(row: ConfigurationRecord): boolean {
  const known = looked.get(row);
  if (known !== undefined) return known;
  // What it was when it last worked leaves the device as well.
  const found = [row.value, row.lastKnownGood ?? ''].some((value) => {
    if (value === '') return false;
    const texts = textsOf(row, value);
    return texts.some(({ text, from }) =>
      findSpans(text, '').some(
        ({ kind, start, end }) => kind === 'SECRET' && start >= from && text.slice(start, end) !== MASK,
      ),
    );
  });
  looked.set(row, found);
  return found;
}

const NAMES_TOLD = 3;

/** Asks for a file's redaction. Of an archive it is told what it holds: its own name says nothing of that. */
function whetherRedacted({ name, holds }: AttachmentRecord): Pick<Words, 'code' | 'message'> {
  const asked = say`Was ${{ file: name }} redacted?`;
  const names = holds.split('\n').filter((each) => each.trim() !== '');
  if (names.length === 0) return { code: 'redaction-not-said', message: asked };
  const held = say`${asked} It holds ${{ holds: names.slice(0, NAMES_TOLD) }}`;
  return names.length > NAMES_TOLD
    ? {
        code: 'redaction-of-large-archive-not-said',
        message: say`${held} and ${{ more: names.length - NAMES_TOLD }} more`,
      }
    : { code: 'redaction-of-archive-not-said', message: held };
}

export const fileRules: readonly Rule[] = [
  {
    id: 'H12',
    title: 'Every file that is no picture is redacted',
    part: 'configuration',
    severity: 'blocker',
    stage: 'level2',
    clause: null,
    asOf: '2026.11.10',
    ofQuestion: true,
    subject: 'attachment',
    check: (file, facts, ask) => {
      if (isPicture(file)) return;
      const where = { table: 'attachments', id: file.id, field: 'redaction' };
      const said = facts.redactions.get(file.id);
      if (!said || said.sha256 !== file.sha256) {
        ask(false, {
          ...whetherRedacted(file),
          fix: say`Look through the file; say that it was redacted, or why it does not need to be.`,
          where,
        });
        return;
      }
      ask(canBe(facts, said.at.at), {
        code: 'said-at-impossible-time',
        message: say`${{ file: file.name }} is said to be redacted, or not to need it, at a time that cannot be: ${{ saidAt: said.at }}`,
        fix: say`Set the clock of this computer, then say it again.`,
        where,
      });
      ask(said.state === 'redacted' || isWord(said.reason), {
        code: 'why-unredacted-missing',
        message: say`Why ${{ file: file.name }} needs no redaction is not said`,
        fix: say`Write why nothing in it names a person, a secret or a host that must not leave.`,
        where,
      });
    },
  },
  {
    id: 'H12',
    title: 'No configuration value tells a secret',
    part: 'configuration',
    severity: 'blocker',
    stage: 'level2',
    clause: null,
    asOf: '2026.11.10',
    ofQuestion: true,
    subject: 'system',
    check: ({ system, configuration }, _facts, ask) => {
      for (const row of configuration.values()) {
        if (row.kind !== 'entry' || !tellsSecret(row)) continue;
        ask(isSentence(row.noSecretWhy), {
          code: 'value-like-secret',
          message: say`${{ system: calling(system) }}: the value of ${{ entry: row.key.trim() || phrase('an-entry') }} looks like a secret`,
          fix: say`Put ${{ mask: MASK }} or **** in its place; or write with the value why it is no secret.`,
          where: { table: 'configuration', id: row.id, field: 'value' },
        });
      }
    },
  },
];
