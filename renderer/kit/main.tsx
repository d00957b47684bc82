/**
 * `npm run dev`, then /kit.html: every part in every state, with `?long=TEXT` with that in the place of every
 * value. Not in the product.
 */
import '@mantine/core/styles.css';
import '../app/tokens.css';
import '../app/console.css';
import { MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { theme } from '../app/theme.ts';
import { chooseLanguage } from '../words/language.ts';

await chooseLanguage(navigator.languages);
const { Kit } = await import('./kit.tsx');
const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
createRoot(root).render(
  <MantineProvider theme={theme} defaultColorScheme="auto">
    <Kit long={new URLSearchParams(location.search).get('long')} />
  </MantineProvider>,
);
