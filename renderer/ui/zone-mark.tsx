/** The zone of what stands in a field of time, at its end: of this computer, unless another is written behind the time. */
import { t } from '@lingui/core/macro';
import type { ReactNode } from 'react';
import { viewerZone } from './now.ts';

/** In pixels: of a letter of the mark, and what stands around it. A name that is longer than the most is cut, and whole in the title. */
const [LETTER, AROUND, MOST] = [7, 14, 150];

/** Behind its last number a time has its zone already. */
const SAYS_ZONE = /\d(?:\s?[ap]m)? \(?[A-Za-z][A-Za-z_/+\-0-9 ]*\)?$/i;

/** What Mantine's inputs draw at their end. @param text of the field */
export function zoneSection(text: string): { rightSection?: ReactNode; rightSectionWidth: number } {
  if (text.trim() === '' || SAYS_ZONE.test(text.replace(/ [ap]m$/i, ''))) return { rightSectionWidth: 0 };
  const zone = viewerZone();
  return {
    rightSectionWidth: Math.min(MOST, zone.length * LETTER + AROUND),
    rightSection: (
      <span
        className="zone-mark"
        title={t`In the zone of this computer, ${zone}. For another, write it behind the time: 08:15 Europe/Berlin`}
      >
        {zone}
      </span>
    ),
  };
}
