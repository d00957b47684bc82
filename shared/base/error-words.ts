/** The words of an error for the screen of the person whom it befell; not for a log. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
