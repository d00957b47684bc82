/** What was remarked on a fact of a packet, and the buttons to remark or to ask for a change. */
import { t } from '@lingui/core/macro';
import { createContext, useContext, useState } from 'react';
import { type Place, placeKey } from '../../../shared/base/place.ts';
import { addComment, type Thread } from '../../commands/comments.ts';
import { refusalWords } from '../../store/outcome.ts';
import { begunWords, useIsBegun } from '../../ui/begun.ts';
import { CommentForm, placeWords, ThreadsAt } from '../../ui/comments.tsx';
import { useOpener } from '../../ui/focus-first.ts';
import { useApp } from '../../views/hooks.tsx';
import { draftOf, useDrafts, writtenOf } from './review-state.ts';

export interface Reading {
  caseId: string;
  packetId: string;
  threads: readonly Thread[];
  /** Whether a lead may still decide: then changes can be asked for. */
  open: boolean;
  /** On paper everything is drawn, and nothing can be pressed. */
  printing: boolean;
}

export const ReadingContext = createContext<Reading>({
  caseId: '',
  packetId: '',
  threads: [],
  open: false,
  printing: false,
});

/** Adds a change to those that the lead is about to ask for. */
export function useAsk() {
  const { packetId } = useContext(ReadingContext);
  const change = useDrafts((drafts) => drafts.change);
  return (text: string, where: Place | null, rule: string | null = null) => {
    change(packetId, { changes: [...draftOf(packetId).changes, { text, where, rule }] });
  };
}

export function Remark({ place, name = placeWords(place) }: { place: Place; name?: string }) {
  const app = useApp();
  const { caseId, packetId, threads, open, printing } = useContext(ReadingContext);
  const ask = useAsk();
  const [writing, setWriting] = useState<'comment' | 'change' | null>(null);
  const drafts = {
    comment: `comment ${caseId} ${placeKey(place)}`,
    change: writtenOf(packetId, placeKey(place)),
  };
  const begun = { comment: useIsBegun(drafts.comment), change: useIsBegun(drafts.change) };
  const opener = useOpener(writing);
  async function send(text: string): Promise<string> {
    if (writing === 'change') ask(text, place);
    else {
      const result = await addComment(app, caseId, { text, anchor: place });
      if (result.kind !== 'saved') return refusalWords(result);
    }
    setWriting(null);
    return '';
  }
  if (printing) return null;
  return (
    <div className="remark">
      {writing ? (
        <CommentForm
          label={`${writing === 'change' ? t`Change asked for` : t`Comment`}: ${name}`}
          draft={drafts[writing]}
          button={writing === 'change' ? t`Add to the changes` : t`Comment`}
          onSend={send}
          onCancel={() => setWriting(null)}
        />
      ) : (
        <span className="remark-buttons">
          {/* Plain buttons: a packet has hundreds of them. */}
          <button
            ref={opener('comment')}
            type="button"
            className="finding-go"
            aria-label={begun.comment ? t`Comment on ${name}, begun` : t`Comment on ${name}`}
            onClick={() => setWriting('comment')}
          >
            {begunWords(t`Comment`, begun.comment)}
          </button>
          {open && (
            <button
              ref={opener('change')}
              type="button"
              className="finding-go"
              aria-label={`${begunWords(t`Ask for a change`, begun.change)}: ${name}`}
              onClick={() => setWriting('change')}
            >
              {begunWords(t`Ask`, begun.change)}
            </button>
          )}
        </span>
      )}
      <ThreadsAt threads={threads} place={place} />
    </div>
  );
}
