import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMemo } from 'react';
import { type Outlook, outlook } from '../../../../shared/handoff/outlook.ts';
import { ClauseLink } from '../../../ui/clause-link.tsx';
import { Icon } from '../../../ui/icons.tsx';
import panes from '../../../ui/panes.module.css';
import { readExcludedSystems } from '../../../views/catalogue.ts';
import { contentsOf, useCasePart } from '../../../views/hooks.tsx';
import { useView } from '../../../views/use-view.ts';
import styles from '../case.module.css';

const kinds: Record<Outlook['kind'], { words: string; tone: string }> = {
  returned: { words: t`Comes back`, tone: 'bad' },
  charged: { words: t`Is or may be charged`, tone: 'waiting' },
  void: { words: t`Voids response times`, tone: 'waiting' },
};

/** Said before the drive home: what of this will come back or cost, and why. Nothing where nothing of the kind is known. */
export function OutlookList() {
  const record = useCasePart((open) => contentsOf(open).case);
  const systems = useCasePart((open) => contentsOf(open).systems);
  const excluded = useView(readExcludedSystems);
  const found = useMemo(() => outlook(record, systems, excluded ?? []), [record, systems, excluded]);
  if (found.length === 0) return null;
  return (
    <section className={panes.block} aria-label={t`Cover`}>
      <h3 className={styles.title}>
        <Trans>Returned or charged</Trans>
      </h3>
      <ul className="plain-list">
        {found.map(({ kind, clause, words }) => (
          <li key={clause + words} className="finding">
            <span className={kinds[kind].tone}>
              <Icon name={kind === 'returned' ? 'missing' : 'warning'} />
            </span>
            <span>
              <strong>{kinds[kind].words}.</strong> {words} <ClauseLink id={clause} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
