/** Lengths of time as people say them. */

const MS_A_MINUTE = 60_000;

/** `3 h`, `5 min`, `2 days`, beside other words: rounded down to its largest unit. A length back in time says the same. */
export function shortLength(milliseconds: number): string {
  const minutes = Math.floor(Math.abs(milliseconds) / MS_A_MINUTE);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h`;
  return count(Math.floor(hours / 24), 'day');
}

/** `8 days`, `12 minutes`, in a sentence: rounded, to two places where it can. A length back in time says the same. */
export function lengthWords(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / MS_A_MINUTE);
  if (minutes < 120) return count(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return hours < 48 ? count(hours, 'hour') : count(Math.round(hours / 24), 'day');
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
