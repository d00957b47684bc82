/** Opens the next ticket that nobody has acknowledged yet; T does the same. */
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useLocation } from 'wouter';
import { Key } from '../../ui/key.tsx';
import { useLetterKeys } from '../../ui/single-keys.ts';
import { useClockLines } from '../../views/clock-hooks.tsx';
import { useMay } from '../../views/hooks.tsx';
import { nextToTake } from '../../views/take-next.ts';

export function TakeNext({ at = null }: { at?: string | null }) {
  const [, navigate] = useLocation();
  const takes = useMay('answer-tickets');
  const { lines } = useClockLines(takes);
  const next = takes ? nextToTake(lines, at) : undefined;
  const take = next ? () => navigate(`/level3/${next.id}`) : null;
  useLetterKeys({ t: take });
  return (
    take && (
      <Button variant="default" onClick={take}>
        <Trans>
          Take next <Key>T</Key>
        </Trans>
      </Button>
    )
  );
}
