import { useEffect, useState } from 'react';

/** This instant, ISO 8601 in UTC, told anew each minute: for what is said of a time that goes on. */
export function useNow(now: () => Date): string {
  const [at, setAt] = useState(() => now().toISOString());
  useEffect(() => {
    const id = setInterval(() => setAt(now().toISOString()), 60_000);
    return () => clearInterval(id);
  }, [now]);
  return at;
}

/** The IANA zone of this computer. */
export function viewerZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
