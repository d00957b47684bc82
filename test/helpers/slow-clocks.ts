/**
 * The clocks of P-30 once more, as slowly and plainly as can be: hours minute by minute, days day by day, Central time by
 * the platform's own formatter. Shares nothing with the console's counting.
 */
const central = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Chicago',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** `2026-11-25 18:00` */
function centralClock(at: number): string {
  const [date = '', time = ''] = central.format(at).split(', ');
  const [month, day, year] = date.split('/');
  return `${year}-${month}-${day} ${time}`;
}

export function slowCentralDate(at: number): string {
  return centralClock(at).slice(0, 10);
}

/** The end of so many clock hours: walks minute by minute. */
export function slowHours(at: number, hours: number): number {
  let end = at;
  for (let minute = 0; minute < hours * 60; minute++) end += 60_000;
  return end;
}

/** The n-th business day after a day: walks day by day. */
export function slowBusinessDay(day: string, n: number, holidays: ReadonlySet<string>): string {
  const date = new Date(`${day}T12:00:00Z`);
  for (let found = 0; found < n; ) {
    date.setUTCDate(date.getUTCDate() + 1);
    const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
    if (!weekend && !holidays.has(date.toISOString().slice(0, 10))) found += 1;
  }
  return date.toISOString().slice(0, 10);
}

const closings = new Map<string, number>();

/** The instant at which Central clocks read 18:00 on a day: walks minute by minute until they do. */
export function slowClosing(day: string): number {
  const known = closings.get(day);
  if (known !== undefined) return known;
  // From 22:59 UTC, which is before 18:00 in summer and in winter.
  let at = Date.parse(`${day}T22:59:00Z`);
  while (centralClock(at) !== `${day} 18:00`) at += 60_000;
  closings.set(day, at);
  return at;
}
