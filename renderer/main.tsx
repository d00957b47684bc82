import './app/trusted-types.ts';
import '@mantine/core/styles.css';
import '@mantine/spotlight/styles.css';
import './app/tokens.css';
import './app/console.css';
import './app/desk.css';
import './features/review/review.css';
import './features/print/print.css';
import './features/credentials/credentials.css';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { getBridge } from './bridge/bridge.ts';
import { whenKeptOpens } from './store/kept.ts';
import { forgetOldDrafts } from './ui/draft.ts';

/** The page's nonce: the only way in for styles that Mantine makes while it runs. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
setNonce(nonce);
// Not before: what cannot be opened yet is not too old.
whenKeptOpens(() => forgetOldDrafts());

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
createRoot(root).render(
  <StrictMode>
    <App bridge={getBridge()} nonce={nonce} />
  </StrictMode>,
);
