import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { Screen } from '../../ui/screen.tsx';
import { FIRST_PAGE, guidePages, guideText, guideTitle } from './guide-pages.ts';
import styles from './help.module.css';

const GuidePage = lazy(() => import('./guide-page.tsx'));

/** The guide, offline: its pages beside the one that is read. */
export function HelpScreen({ page = FIRST_PAGE, place = '' }: { page?: string; place?: string }) {
  const [texts, setTexts] = useState<ReadonlyMap<string, string>>();
  useEffect(() => {
    let gone = false;
    void Promise.all(guidePages.map(async (name) => [name, (await guideText(name)) ?? ''] as const)).then(
      (all) => {
        if (!gone) setTexts(new Map(all));
      },
    );
    return () => {
      gone = true;
    };
  }, []);
  const text = texts?.get(page);
  return (
    <Screen title={t`Help`} note={t`The guide, on this computer: it needs no network`} flush>
      <div className={styles.panes}>
        <nav className={styles.pages} aria-label={t`Pages of the guide`}>
          <ul>
            {guidePages.map((name) => (
              <li key={name}>
                <Link href={`/help/${name}`} aria-current={name === page ? 'page' : undefined}>
                  {guideTitle(texts?.get(name) ?? '') || name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        {texts && text === undefined ? (
          <p className="empty">
            <Trans>
              The guide has no page of this name. <Link href="/help">Go to its first page</Link>
            </Trans>
          </p>
        ) : (
          <Suspense
            fallback={
              <p className="empty">
                <Trans>Reading the guide…</Trans>
              </p>
            }
          >
            {text !== undefined && <GuidePage key={page} page={page} text={text} place={place} />}
          </Suspense>
        )}
      </div>
    </Screen>
  );
}
