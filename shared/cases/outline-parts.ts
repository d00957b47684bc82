/** The parts of a case's form, in its order. */
export const outlineParts = [
  'problem',
  'systems',
  'configuration',
  'revisions',
  'steps',
  'files',
  'cause',
  'cover',
  'people',
  'request',
] as const;
export type OutlinePart = (typeof outlineParts)[number];
