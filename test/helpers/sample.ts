import { sampleOrganisations } from '../../hub/store/sample.ts';

/** The fictional partners that a hub started with `--sample` has: two engineers and a lead, and another partner's engineer. */
export const sample = {
  organisations: sampleOrganisations,
  people: {
    engineer: sampleOrganisations[0].people[0],
    secondEngineer: sampleOrganisations[0].people[1],
    lead: sampleOrganisations[0].people[2],
    secondLead: sampleOrganisations[0].people[3],
    otherEngineer: sampleOrganisations[1].people[0],
    otherLead: sampleOrganisations[1].people[1],
    desk: sampleOrganisations[2].people[0],
    secondDesk: sampleOrganisations[2].people[1],
    executive: sampleOrganisations[2].people[2],
    catalogueAdmin: sampleOrganisations[2].people[3],
    certificationAdmin: sampleOrganisations[2].people[4],
  },
} as const;
