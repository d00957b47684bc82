/** Four bytes of a log looked at in one step, as a number of 32 bits of which the lowest byte is the first. */

/** Of each byte. */
const HIGHEST = 0x80808080;
const OTHERS = 0x7f7f7f7f;

/** Which of the four holds the lowest bit that is set, from 0. */
export const placeOfLowest = (bits: number): number => (31 - Math.clz32(bits & -bits)) >> 3;

/** The highest bit of each byte that is not nought. */
export const notNought = (four: number): number => (((four & OTHERS) + OTHERS) | four) & HIGHEST;

/** The highest bit of each byte that is no digit: with the nought taken out, a digit is less than ten. */
export function noDigits(four: number): number {
  const rest = four ^ 0x30303030;
  return (((rest & OTHERS) + 0x76767676) | rest) & HIGHEST;
}

/** Whether they are the same as four others, but for digits in the places of digits. */
export const isSameShape = (four: number, others: number): boolean =>
  (notNought(four ^ others) & (noDigits(four) | noDigits(others))) === 0;
