import type { PersonRef } from '../base/people.ts';
import type { ZonedInstant } from '../base/values.ts';
import { type CaseRecord, unansweredEntitlement } from './schema.ts';

/** A case on which nothing is answered yet, at Level 1. */
export function newCase(start: {
  id: string;
  organisationId: string;
  engineer: PersonRef;
  createdAt: ZonedInstant;
  title: string;
  customer: string;
  site: string;
}): CaseRecord {
  return {
    ...start,
    state: 'level1',
    specified: '',
    observed: '',
    firstSeen: null,
    lastWorked: null,
    frequency: null,
    reproduced: null,
    reproduction: '',
    unmodified: null,
    impact: '',
    affectedUsers: null,
    priority: null,
    priorityReason: '',
    networkChanged: null,
    networkChange: '',
    networkChangedAt: null,
    ucChanged: null,
    ucChange: '',
    ucChangedAt: null,
    level1Outcome: null,
    level1Summary: '',
    level1EndedAt: null,
    escalationReason: null,
    escalationExplanation: '',
    oneProblem: null,
    ask: '',
    contactName: '',
    contactPhone: '',
    contactEmail: '',
    contactAroundTheClock: null,
    backupConfirmed: null,
    backupBy: '',
    backupAt: null,
    accessHow: '',
    accessContact: '',
    notifiedBy: null,
    notifiedAt: null,
    customerDelays: null,
    customerDelayNotes: '',
    ...unansweredEntitlement,
  };
}
