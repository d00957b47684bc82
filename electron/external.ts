/** What a link may put into a new mail. Some mail programs would attach a file of this computer that a link names. */
const OF_A_MAIL: ReadonlySet<string> = new Set(['to', 'cc', 'subject', 'body']);

function mailAddress(url: URL): string | null {
  // Quotes and line ends would reach a mail program's command line or the head of the mail.
  if (/["\\\s\p{Cc}]|%0[ad]|%22/iu.test(url.pathname)) return null;
  const parts = url.search.slice(1).split('&');
  const taken = parts.filter((part) => OF_A_MAIL.has(part.replace(/=.*$/s, '').toLowerCase())).join('&');
  return `mailto:${url.pathname}${taken && `?${taken}`}`;
}

/** Addresses that may be opened outside the console (security 15): https and mailto, parsed, without a name or password. */
export function externalUrl(address: string): string | null {
  try {
    const url = new URL(address);
    if (url.protocol === 'mailto:') return mailAddress(url);
    return url.protocol === 'https:' && !url.username && !url.password ? url.href : null;
  } catch {
    // Unreported: what is no address is not opened, and the person is told.
    return null;
  }
}
