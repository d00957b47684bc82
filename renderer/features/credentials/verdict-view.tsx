/** What a credential is worth: the sentence first, then every check, then the age of the list. */
import { t } from '@lingui/core/macro';
import {
  type Check,
  checkTitles,
  listAgeInWords,
  NOT_CHECKED,
  sentenceOf,
  type Verdict,
  verdictTitles,
} from '../../../shared/certification/verdict.ts';
import { Icon } from '../../ui/icons.tsx';

const outcomes = {
  passed: { word: t`passed`, className: 'good', icon: 'done' },
  warning: { word: t`warning`, className: 'waiting', icon: 'warning' },
  failed: { word: t`failed`, className: 'bad', icon: 'missing' },
  'not-made': { word: t`not checked`, className: 'quiet', icon: 'note' },
} as const satisfies Record<Check['outcome'], unknown>;

const toneOf = ({ kind, accepted }: Verdict) => (kind === 'valid' ? 'good' : accepted ? 'waiting' : 'bad');

export function VerdictSentence({ verdict, reason = '' }: { verdict: Verdict; reason?: string }) {
  const tone = toneOf(verdict);
  return (
    <p className="verdict">
      <strong className={tone}>
        <Icon name={tone === 'good' ? 'done' : tone === 'waiting' ? 'warning' : 'missing'} />{' '}
        {verdictTitles[verdict.kind]}.
      </strong>{' '}
      {sentenceOf(verdict, 'local')}
      {reason !== '' && t` Reason: ${reason}`}
    </p>
  );
}

export function CheckList({ verdict }: { verdict: Verdict }) {
  return (
    <ul className="plain-list stack" aria-label={t`Checks`}>
      {verdict.checks.map(({ name, outcome, message }) => {
        const { word, className, icon } = outcomes[outcome];
        return (
          <li key={name}>
            <span className={className}>
              <Icon name={icon} /> {checkTitles[name]}: {word}.
            </span>{' '}
            {message !== NOT_CHECKED && message}
          </li>
        );
      })}
    </ul>
  );
}

/** Nothing where no list was asked, because something else was wrong before. */
export function ListAge({ verdict }: { verdict: Verdict }) {
  const { list, checks } = verdict;
  if (checks.some(({ name, outcome }) => name === 'status' && outcome === 'not-made')) return null;
  return <p className={list && !list.stale ? 'quiet' : 'waiting'}>{listAgeInWords(list, 'local')}</p>;
}

/** What it covers, in words. @param names of products by their id */
export function coverageWords(verdict: Verdict, names: ReadonlyMap<string, string>): string[] {
  return (verdict.said?.coverage ?? []).map(
    ({ product, levels }) =>
      `${names.get(product) ?? product}: ${levels.map((level) => t`Level ${level}`).join(t` and `)}`,
  );
}
