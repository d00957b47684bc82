/** Addresses that may be opened outside the console (security 15): https and mailto, parsed, without a name or password. */
export function externalUrl(address: string): string | null {
  try {
    const url = new URL(address);
    if (url.protocol === 'mailto:') return url.href;
    return url.protocol === 'https:' && !url.username && !url.password ? url.href : null;
  } catch {
    // Unreported: what is no address is not opened, and the person is told.
    return null;
  }
}
