/** What a packet and a case have in common on paper. */
import { useEffect } from 'react';
import type { ReaderParts } from '../../ui/packet-document/packet-document.tsx';

/** Everything is drawn, and nothing can be pressed. */
export const onPaper: ReaderParts = { prefix: 'print', drawn: Number.POSITIVE_INFINITY, unanswered: 'line' };

/**
 * What stands at the foot of every page: which packet it is, and its digest, so that a page that is alone can be told. The margin
 * of a page takes text of a style sheet only; one that is made in script is within the policy on content.
 */
export function useFoot(words: string): void {
  useEffect(() => {
    const sheet = new CSSStyleSheet();
    // As a CSS string: nothing in it ends it.
    const text = words.replaceAll(/[^\w .,:-]/g, ' ');
    sheet.replaceSync(`@page { @bottom-left { content: "${text}"; font-size: 7.5pt; } }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    };
  }, [words]);
}
