/** Checks of a packet, each in plain words: what was asked, and what came of it. */

import { bagChecks, type Check, isValid } from '../../shared/bag/report.ts';
import { capital } from '../../shared/base/sentence.ts';
import { Icon } from './icons.tsx';

/** What a check asks, by its name; credentials say it themselves. */
const titles: Readonly<Record<string, string>> = {
  container: 'The file can be read',
  names: 'No name leads outside',
  declaration: 'It is a BagIt bag',
  manifests: 'Its lists of files agree',
  complete: 'Nothing is missing, nothing is added',
  oxum: 'Its size is as it says',
  fetch: 'All of it is here',
  checksums: 'Every byte is as it was written',
  packet: 'It holds one packet',
  form: 'It is written as packets are',
  'your organisation': 'It is of your organisation',
  digest: 'The case is as it was frozen',
  contents: 'It holds one case',
  signatures: 'Signatures',
  'engineer signature': 'The engineer signed it',
  'engineer certificate': 'With a computer that the hub knows',
  'approval signature': 'A lead approved it',
  'approval certificate': 'With a computer that the hub knows',
  approver: 'Author and approver are two people',
  role: 'Whoever approved it is a lead',
  organisation: 'All who signed are of one organisation',
  revoked: 'Nobody among them was revoked',
  revision: 'It is the newest revision',
  credentials: 'The engineer was certified',
  'status list': 'Status list',
};

/** Of these the title says all, where they passed. */
const plain: readonly string[] = [...bagChecks, 'packet', 'form', 'digest', 'contents'];

const outcomes = {
  true: { word: 'passed', tone: 'good', icon: 'done' },
  false: { word: 'failed', tone: 'bad', icon: 'missing' },
  null: { word: 'not asked', tone: 'quiet', icon: 'note' },
} as const;

const outcomeOf = ({ ok }: Check) => outcomes[`${ok}`];

/** `18 passed, 2 not asked`. */
export function checkCounts(checks: readonly Check[]): string {
  const count = (ok: boolean | null) => checks.filter((each) => each.ok === ok).length;
  return [
    count(false) > 0 ? `${count(false)} failed` : '',
    `${count(true)} passed`,
    count(null) > 0 ? `${count(null)} not asked` : '',
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
    <ul className="plain-list checks" aria-label="Checks">
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
