import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { markComputersSeen, unseenComputers } from '../../sync/own-computers.ts';
import { markRecoveriesSeen, unseenRecoveries } from '../../sync/recovery-code.ts';
import { Notice } from '../../ui/notice.tsx';
import { formatLocalTime } from '../../ui/times.ts';
import { useApp } from '../../views/hooks.tsx';
import { useView } from '../../views/use-view.ts';

/** Computers that were enrolled in the person's name: said before all else, because somebody else may have done it. */
export function NewComputers() {
  const app = useApp();
  const fresh = useView(unseenComputers) ?? [];
  if (fresh.length === 0) return null;
  return (
    <section aria-label={t`Computers enrolled in your name`}>
      <Notice
        tone="bad"
        actions={
          <Button variant="default" onClick={() => void markComputersSeen(app)}>
            <Plural value={fresh.length} one="I know this computer" other="I know these computers" />
          </Button>
        }
      >
        {fresh.map((each) => (
          <p key={each.id}>
            <Trans>
              The computer “{each.name}” was enrolled in your name on {formatLocalTime(each.enrolledAt)}
              {each.revokedAt === null ? '.' : t`, and ended on ${formatLocalTime(each.revokedAt)}.`}
            </Trans>
          </p>
        ))}
        <p>
          <Trans>
            It works as you. Was it not you? Tell your certification admin or the hub’s operator at once: they
            end it.
          </Trans>
        </p>
      </Notice>
    </section>
  );
}

/** Who was shown the recovery code of a computer of the person's: they may have asked for it, or not. */
export function ShownRecoveries() {
  const app = useApp();
  const fresh = useView(unseenRecoveries) ?? [];
  if (fresh.length === 0) return null;
  return (
    <section aria-label={t`Recovery codes that were shown`}>
      <Notice
        tone="bad"
        actions={
          <Button variant="default" onClick={() => void markRecoveriesSeen(app)}>
            <Trans>I know of it</Trans>
          </Button>
        }
      >
        {fresh.map((each) => (
          <p key={`${each.at} ${each.by}`}>
            <Trans>
              {each.by} was shown the recovery code of your computer “{each.deviceName}” on{' '}
              {formatLocalTime(each.at)}.
            </Trans>
          </p>
        ))}
        <p>
          <Trans>Make a new code in Settings, so that the one they saw no longer opens anything.</Trans>
        </p>
      </Notice>
    </section>
  );
}
