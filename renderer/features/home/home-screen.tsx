/** Home: what needs the person who works here, what they work on, what others have, and what is due. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useLocation } from 'wouter';
import { may } from '../../../shared/certification/access.ts';
import { Key } from '../../ui/key.tsx';
import { useNow } from '../../ui/now.ts';
import { Empty, Loading } from '../../ui/place.tsx';
import { Screen } from '../../ui/screen.tsx';
import { dayWords } from '../../ui/times.ts';
import { usePartnerHome } from '../../views/home-hooks.tsx';
import { useApp, useIdentity, useMay, useMayPush, useSyncStatus } from '../../views/hooks.tsx';
import { CaseRows } from './case-rows.tsx';
import { DeskHome } from './desk-home.tsx';
import styles from './home.module.css';
import { NeedList } from './need-list.tsx';
import { PlainHome } from './plain-home.tsx';
import { NewComputers, ShownRecoveries } from './security-notices.tsx';
import { DueNext, ThisComputer, You } from './side.tsx';

/** Home by role: who has an organisation's cases sees those, the desk its queue, the others where to go. */
export function HomeScreen() {
  const identity = useIdentity();
  if (!identity) return null;
  if (may(identity, 'read-cases')) return <CasesHome />;
  return may(identity, 'see-tickets') ? <DeskHome /> : <PlainHome />;
}

function CasesHome() {
  const app = useApp();
  const [, navigate] = useLocation();
  const now = useNow(app.now);
  const leads = useMay('review-packets');
  const opens = useMayPush('cases');
  const { needs, working, waits, team, due, loaded } = usePartnerHome();
  const nothing = working.length + waits.length + team.length + needs.length === 0;
  const { link, lastAgreement } = useSyncStatus();
  // A computer that was just enrolled has nothing yet, which is no word about its cases; without a network it is all there is.
  const coming = nothing && lastAgreement === null && (link === 'unknown' || link === 'online');
  return (
    <Screen
      title={t`Home`}
      note={dayWords(now)}
      actions={
        opens && (
          <Button
            onClick={() => navigate('/new')}
            // In a browser the key opens another window of the browser.
            rightSection={
              app.info.shell === 'electron' && (
                <span aria-hidden="true">
                  <Key>Ctrl N</Key>
                </span>
              )
            }
          >
            <Trans>New case</Trans>
          </Button>
        )
      }
    >
      <NewComputers />
      <ShownRecoveries />
      <div className={styles.home}>
        <div className={styles.main}>
          {(!loaded || coming) && (
            <Loading>
              <Trans>Reading your cases</Trans>
            </Loading>
          )}
          {loaded && nothing && !coming && (
            <Empty title={t`No case is open`}>
              <Trans>
                What Level 3 asks, what a lead sends back and the cases you work on are listed here.
              </Trans>
            </Empty>
          )}
          {loaded && !nothing && needs.length === 0 && (
            <p className="quiet" role="status">
              <Trans>Nothing needs you.</Trans>
            </p>
          )}
          {needs.length > 0 && (
            <NeedList
              id="needs"
              title={t`Needs you`}
              needs={needs}
              now={now}
              more={leads ? { to: '/review', word: t`All that waits for a lead` } : null}
            />
          )}
          <CaseRows id="working" title={t`Working on`} cases={working} now={now} kind="working" />
          <CaseRows id="waits" title={t`With others`} cases={waits} now={now} kind="waits" />
          <CaseRows id="team" title={t`Your team`} cases={team} now={now} kind="team" />
        </div>
        <aside className={styles.side} aria-label={t`Due, this computer and you`}>
          <DueNext cases={due} needs={needs} now={now} />
          <ThisComputer now={now} />
          <You now={now} />
        </aside>
      </div>
    </Screen>
  );
}
