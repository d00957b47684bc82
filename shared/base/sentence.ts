/** A message as a sentence of its own: one that is a question ends as one, anything else with a full stop. */
export function asSentence(message: string): string {
  return /[.?!…]$/.test(message) ? message : `${message}.`;
}

/** With a large letter first. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
