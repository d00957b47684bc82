/** Every clause of the maintenance policy as screens and findings cite it: here without a network. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { allClauses } from '../../../shared/policy/clauses.ts';
import { countWords, FilterBar } from '../../ui/filter-bar.tsx';
import { Screen } from '../../ui/screen.tsx';

/** @param clause the number to go to, `P-33` */
export function PolicyScreen({ clause }: { clause: string | undefined }) {
  const [text, setText] = useState('');
  useEffect(() => {
    if (!clause) return;
    const found = document.getElementById(`clause-${clause}`);
    found?.scrollIntoView({ block: 'center' });
    found?.focus({ preventScroll: true });
  }, [clause]);
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const shown = allClauses.filter((each) => {
    const all = `${each.id} ${each.text} ${each.reading}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  return (
    <Screen title={t`Policy`}>
      <p className="quiet">
        <Trans>
          The clauses in short, and how they are read where the policy leaves it open. What customers accept
          and sign is the <Link href="/catalogue/documents">policy document</Link>.
        </Trans>
      </p>
      <FilterBar
        label={t`Search the clauses`}
        text={text}
        onText={setText}
        count={countWords(shown.length, allClauses.length, ['clause', 'clauses'])}
      />
      <ul className="plain-list card">
        {shown.map((each) => (
          <li key={each.id} id={`clause-${each.id}`} className="entry clause-entry" tabIndex={-1}>
            <strong className="mono">{each.id}</strong>
            <div>
              <p>{each.text}</p>
              {each.reading !== '' && (
                <p className="quiet">
                  <Trans>How it is read: {each.reading}</Trans>
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Screen>
  );
}
