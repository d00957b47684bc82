/** Checks of a packet, each in plain words: what was asked, and what came of it. */

import { t } from '@lingui/core/macro';
import { bagChecks, type Check, isValid } from '../../shared/bag/report.ts';
import { capital } from '../../shared/base/sentence.ts';
import { Icon } from './icons.tsx';

/** What a check asks, by its name; credentials say it themselves. */
const titles: Readonly<Record<string, string>> = {
  container: t`The file can be read`,
  names: t`No name leads outside`,
  declaration: t`It is a BagIt bag`,
  manifests: t`Its lists of files agree`,
  complete: t`Nothing is missing, nothing is added`,
  oxum: t`Its size is as it says`,
  fetch: t`All of it is here`,
  checksums: t`Every byte is as it was written`,
  packet: t`It holds one packet`,
  form: t`It is written as packets are`,
  'your organisation': t`It is of your organisation`,
  digest: t`The case is as it was frozen`,
  contents: t`It holds one case`,
  signatures: t`Signatures`,
  'engineer signature': t`The engineer signed it`,
  'engineer certificate': t`With a computer that the hub knows`,
  'approval signature': t`A lead approved it`,
  'approval certificate': t`With a computer that the hub knows`,
  approver: t`Author and approver are two people`,
  role: t`Whoever approved it is a lead`,
  organisation: t`All who signed are of one organisation`,
  revoked: t`Nobody among them was revoked`,
  revision: t`It is the newest revision`,
  credentials: t`The engineer was certified`,
  'status list': t`Status list`,
};

/** Of these the title says all, where they passed. */
const plain: readonly string[] = [...bagChecks, 'packet', 'form', 'digest', 'contents'];

const outcomes = {
  true: { word: t`passed`, tone: 'good', icon: 'done' },
  false: { word: t`failed`, tone: 'bad', icon: 'missing' },
  null: { word: t`not asked`, tone: 'quiet', icon: 'note' },
} as const;

const outcomeOf = ({ ok }: Check) => outcomes[`${ok}`];

/** `18 passed, 2 not asked`. */
export function checkCounts(checks: readonly Check[]): string {
  const count = (ok: boolean | null) => checks.filter((each) => each.ok === ok).length;
  return [
    count(false) > 0 ? t`${count(false)} failed` : '',
    t`${count(true)} passed`,
    count(null) > 0 ? t`${count(null)} not asked` : '',
  ]
    .filter((each) => each !== '')
    .join(', ');
}

/** What failed comes first. */
export function CheckList({ checks }: { checks: readonly Check[] }) {
  const ordered = isValid(checks)
    ? checks
    : [...checks.filter(({ ok }) => ok === false), ...checks.filter(({ ok }) => ok !== false)];
  return (
    <ul className="plain-list checks" aria-label={t`Checks`}>
      {ordered.map((each) => {
        const { word, tone, icon } = outcomeOf(each);
        return (
          <li key={`${each.check} ${each.words}`}>
            <span className={tone}>
              <Icon name={icon} />
            </span>{' '}
            {titles[each.check] ?? capital(each.check)}: {word}.{' '}
            {each.ok === true && plain.includes(each.check) ? '' : each.words}
          </li>
        );
      })}
    </ul>
  );
}
