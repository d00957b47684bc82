/** What paper has in place of the window. Whatever prints it, be it Ctrl-P, the menu or the browser. */
import { type ReactNode, useEffect, useState } from 'react';
import { createPortal, flushSync } from 'react-dom';

/** Draws nothing but while the window is printed: then beside everything else, which is left out. */
export function WhilePrinting({ children }: { children: ReactNode }) {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return printing ? createPortal(<div className="on-paper stack">{children}</div>, document.body) : null;
}
