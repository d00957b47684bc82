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

/** Asking for the zone makes a formatter, and a row of a list asks several times. A computer that travels is noticed soon enough. */
const ZONE_FOR_MS = 10_000;
let zone = { name: '', until: 0 };

/** The IANA zone of this computer. */
export function viewerZone(): string {
  const now = performance.now();
  if (now >= zone.until)
    zone = { name: Intl.DateTimeFormat().resolvedOptions().timeZone, until: now + ZONE_FOR_MS };
  return zone.name;
}
