import { t } from '@lingui/core/macro';
import { dayInWords } from '../../../shared/base/day-words.ts';
import type { Maintenance } from '../../../shared/policy/maintenance.ts';

/** How a customer's maintenance stands, in words. @param entered whether any agreement is entered at all */
export function maintenanceText(state: Maintenance, entered: boolean): string {
  if (!entered) return t`No agreement entered`;
  switch (state.kind) {
    case 'current':
      return t`Maintenance current, ${dayInWords(state.from)} to ${dayInWords(state.until)}`;
    case 'lapsed':
      return t`Maintenance lapsed since ${dayInWords(state.since)}`;
    case 'never':
      return t`Maintenance has not begun`;
  }
}
