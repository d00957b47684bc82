import { Button } from '@mantine/core';
import { markComputersSeen, unseenComputers } from '../../sync/own-computers.ts';
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
