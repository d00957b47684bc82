/** Home for those who keep what all others read: certification and the catalogue. */

import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Link } from 'wouter';
import { countOf } from '../../../shared/sync/tables.ts';
import { useNow } from '../../ui/now.ts';
import { Screen } from '../../ui/screen.tsx';
import { SectionHead } from '../../ui/section-head.tsx';
import { countRows } from '../../views/catalogue.ts';
import { useApp, useMay, useSyncStatus } from '../../views/hooks.tsx';
import { useView } from '../../views/use-view.ts';
import styles from './home.module.css';
import { NewComputers, ShownRecoveries } from './security-notices.tsx';
import { ThisComputer, You } from './side.tsx';

/** What the hub refused of this computer's own changes. */
export function RefusedHere() {
  const { rejected } = useSyncStatus();
  if (rejected === 0) return null;
  return (
    <p className="bad">
      <Trans>
        The hub did not take <Plural value={rejected} one="# change" other="# changes" />; they are kept on
        this computer. <Link href="/sync">See why</Link>
      </Trans>
    </p>
  );
}

export function PlainHome() {
  const certifies = useMay('certify');
  const keepsCatalogue = useMay('keep-catalogue');
  const { now } = useApp();
  const at = useNow(now);
  const counts = useView(
    countRows,
    'products',
    'excludedSystems',
    'rates',
    'holidayLists',
    'policyDocuments',
  );
  const registry = useView(countRows, 'people', 'exams', 'registryCredentials');
  return (
    <Screen title={t`Home`}>
      <NewComputers />
      <ShownRecoveries />
      <div className={styles.home}>
        <div className={styles.main}>
          <RefusedHere />
          {certifies && (
            <section aria-labelledby="certification">
              <SectionHead id="certification" title={t`Certification`} />
              <p>{(registry ?? []).map(([table, count]) => countOf(table, count)).join(', ')}</p>
              <p>
                <Link href="/credentials/admin">
                  <Trans>Issue and revoke credentials</Trans>
                </Link>
              </p>
            </section>
          )}
          <section aria-labelledby="catalogue">
            <SectionHead id="catalogue" title={t`Catalogue`} />
            <p>{(counts ?? []).map(([table, count]) => countOf(table, count)).join(', ')}</p>
            <p>
              <Link href="/catalogue">{keepsCatalogue ? t`Read and change it` : t`Read it`}</Link>
            </p>
          </section>
        </div>
        <aside className={styles.side} aria-label={t`This computer and you`}>
          <ThisComputer now={at} />
          <You now={at} />
        </aside>
      </div>
    </Screen>
  );
}
