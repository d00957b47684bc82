/** The changes that were asked for, and what the engineer says of each. The engineer ticks them off in the case. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Checkbox } from '@mantine/core';
import { useRef, useState } from 'react';
import { newestTicks } from '../../../shared/review/rules.ts';
import type { AskedChange, Review, ReviewTick } from '../../../shared/review/schema.ts';
import { notMadeDraft, sayOfChange } from '../../commands/asked-changes.ts';
import { refusalWords } from '../../store/outcome.ts';
import { begunWords, ofDraft, useIsBegun } from '../../ui/begun.ts';
import { CommentForm, placeWords } from '../../ui/comments.tsx';
import { useOpener } from '../../ui/focus-first.ts';
import { capturedTime } from '../../ui/times.ts';
import { useApp } from '../../views/hooks.tsx';

const tickWords = { done: t`Done`, open: t`Not done`, declined: t`Not made` } as const;

function ChangeLine({
  review,
  change,
  tick,
  onGo,
}: {
  review: Review;
  change: AskedChange;
  tick: ReviewTick | undefined;
  onGo: ((change: AskedChange) => void) | null;
}) {
  const app = useApp();
  const [declining, setDeclining] = useState(false);
  const draft = notMadeDraft(change.id);
  const isBegun = useIsBegun(draft);
  const whyNot = begunWords(t`Say why not`, isBegun);
  const line = useRef<HTMLLIElement>(null);
  const opener = useOpener(declining ? 'decline' : null, line);
  async function say(state: ReviewTick['state'], text: string): Promise<string> {
    const result = await sayOfChange(app, review, change.id, state, text);
    if (result.kind === 'saved') setDeclining(false);
    return result.kind === 'saved' ? '' : refusalWords(result);
  }
  const words = (
    <>
      {change.where && <span className="quiet">{placeWords(change.where)}: </span>}
      {change.text}
    </>
  );
  return (
    <li ref={line} tabIndex={-1}>
      {onGo ? (
        <div>
          <Checkbox
            checked={tick?.state === 'done'}
            label={words}
            onChange={(event) => void say(event.currentTarget.checked ? 'done' : 'open', '')}
          />
          {change.where && (
            <Button variant="subtle" aria-label={t`Go there: ${change.text}`} onClick={() => onGo(change)}>
              <Trans>Go there</Trans>
            </Button>
          )}
          {(tick?.state !== 'declined' || isBegun) && !declining && (
            <Button
              ref={opener('decline')}
              variant="subtle"
              {...ofDraft(draft)}
              aria-label={`${whyNot}: ${change.text}`}
              onClick={() => setDeclining(true)}
            >
              {whyNot}
            </Button>
          )}
        </div>
      ) : (
        <span>{words}</span>
      )}
      {declining && (
        <CommentForm
          label={t`Why it is not made`}
          draft={draft}
          button={t`Say so`}
          onSend={(text) => say('declined', text)}
          onCancel={() => setDeclining(false)}
        />
      )}
      {tick ? (
        <span className={tick.state === 'done' ? 'good' : 'waiting'}>
          <Trans>
            {tickWords[tick.state]}, says {tick.by.name}, {capturedTime(tick.at)}
            {tick.text && `: ${tick.text}`}
          </Trans>
        </span>
      ) : (
        <span className="waiting">
          <Trans>Not answered</Trans>
        </span>
      )}
    </li>
  );
}

/** @param onGo opens the field of a change; null where the list is only read */
export function AskedChanges({
  review,
  ticks,
  onGo = null,
}: {
  review: Review;
  ticks: readonly ReviewTick[];
  onGo?: ((change: AskedChange) => void) | null;
}) {
  const newest = newestTicks(ticks);
  return (
    <section className="card stack" aria-labelledby="asked-changes">
      <h2 id="asked-changes">
        {review.kind === 'rejected'
          ? t`Rejected by ${review.by.name}`
          : t`Changes that ${review.by.name} asked for`}
      </h2>
      <p className="quiet">
        <Trans>
          About revision {review.revision}, {capturedTime(review.at)}
        </Trans>
      </p>
      {review.text !== '' && <p>{review.text}</p>}
      <ol className="asked-changes">
        {review.changes.map((change) => (
          <ChangeLine
            key={change.id}
            review={review}
            change={change}
            tick={newest.get(change.id)}
            onGo={onGo}
          />
        ))}
      </ol>
    </section>
  );
}
