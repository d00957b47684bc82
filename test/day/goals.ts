/** What the engineer's day cost on the first console of all, and what it may cost at the most. */

/** As measured by hand-held script on the first console, whose case was one page. */
export const before = { clicks: 258, keys: 5_433, screens: 18, fields: 211 } as const;

/** Screens are of 800 pixels. */
export const goals = { clicks: 120, keys: 2_500, screens: 3 } as const;
