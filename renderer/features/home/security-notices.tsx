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
    <section aria-label="Computers enrolled in your name">
      <Notice
        tone="bad"
        actions={
          <Button variant="default" onClick={() => void markComputersSeen(app)}>
            {fresh.length === 1 ? 'I know this computer' : 'I know these computers'}
          </Button>
        }
      >
        {fresh.map((each) => (
          <p key={each.id}>
            The computer “{each.name}” was enrolled in your name on {formatLocalTime(each.enrolledAt)}
            {each.revokedAt === null ? '.' : `, and ended on ${formatLocalTime(each.revokedAt)}.`}
          </p>
        ))}
        <p>
          It works as you. Was it not you? Tell your certification admin or the hub’s operator at once: they
          end it.
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
    <section aria-label="Recovery codes that were shown">
      <Notice
        tone="bad"
        actions={
          <Button variant="default" onClick={() => void markRecoveriesSeen(app)}>
            I know of it
          </Button>
        }
      >
        {fresh.map((each) => (
          <p key={`${each.at} ${each.by}`}>
            {each.by} was shown the recovery code of your computer “{each.deviceName}” on{' '}
            {formatLocalTime(each.at)}.
          </p>
        ))}
        <p>Make a new code in Settings, so that the one that they saw opens nothing any more.</p>
      </Notice>
    </section>
  );
}
