/**
 * The clauses of the maintenance policy, numbered, in short, and how we read what the policy leaves open.
 * Screens and findings cite these numbers. The policy's own text is a document that the hub distributes, not part of this.
 */
export interface Clause {
  id: string;
  text: string;
  /** Empty where nothing needed a reading. */
  reading: string;
}

const clauses: readonly Clause[] = [
  {
    id: 'P-01',
    text: 'A Certified Party is someone who has taken and passed the Certification Exam: a partner, a third-party professional service organisation, or a customer',
    reading: "only a Certified Party's L1/L2 work can be escalated",
  },
  {
    id: 'P-02',
    text: 'Level 1: gathering and documenting data, investigation, isolating, testing',
    reading: 'four kinds of step',
  },
  {
    id: 'P-03',
    text: 'On completing Level 1 the engineer must have: a complete description of the systems, configuration information, revision level information, details of problem resolution steps already taken',
    reading: 'the four parts of every handoff',
  },
  {
    id: 'P-04',
    text: 'Level 1 includes searching documentation (user manuals, technical bulletins, support bulletins, problem report lists), correlating with other issues, reproduction, identifying errors in or misinterpretations of specifications, localising defects, efforts toward a work-around',
    reading: 'a step kind each',
  },
  {
    id: 'P-05',
    text: 'Level 2 begins if Level 1 is ineffective; it ends in a work-around, patch or software fix',
    reading: "Level 2 starts only after Level 1's outcome is recorded",
  },
  {
    id: 'P-06',
    text: 'Level 2 interprets gathered data and examines source logs or hardware schematics',
    reading: 'at least one examined item, with what it showed',
  },
  {
    id: 'P-07',
    text: 'Fixes and their ramifications must be completely documented',
    reading: 'every fix or work-around step carries its ramifications',
  },
  {
    id: 'P-08',
    text: "Level 3 may be contacted if Level 2 fails because of the problem's technical nature or the need for proprietary information",
    reading: 'the handoff states which, and why',
  },
  {
    id: 'P-09',
    text: "Level 3 makes work-arounds, bug fixes and patches for Certified Parties or customers ('Break/Fix')",
    reading: '',
  },
  {
    id: 'P-10',
    text: 'A major release is a major version change (5.x to 6.x); fee based by the current system and its MSRP, for each individual system; not part of maintenance',
    reading:
      'first version number differs; its paper names release, systems and the quoted price of each, no hourly rates',
  },
  {
    id: 'P-11',
    text: 'Minor upgrades (5.3 to 5.4) and their documentation are covered; engineering help with them may be fee based',
    reading:
      "second or later number differs; software and documents are covered, help is P-15's 'live help with a release'",
  },
  {
    id: 'P-12',
    text: 'Impact members with current maintenance pay nothing for major releases, on all their systems; enrolment is a one-time fee',
    reading: '',
  },
  {
    id: 'P-13',
    text: "The University gives 12 months' access to technical information and a technical certification",
    reading: 'default validity of a credential is 12 months, changeable by the issuer',
  },
  {
    id: 'P-14',
    text: 'A support call is for a product failure or defect: the product performs differently than its specifications and documentation say',
    reading: 'the problem statement names what was specified and what happens',
  },
  {
    id: 'P-15',
    text: 'Fee based, outside maintenance: major releases; configuration or design work; work caused by network changes; customer-requested changes; live help with a release; configuration for added applications',
    reading:
      "by separate agreements with whoever provides it: each is a work type that names the provider and that agreement's reference; P-18's rates are for customers without maintenance only; by default no Level 3 case",
  },
  {
    id: 'P-16',
    text: 'Lapsed maintenance: time and materials at current rates, or renewal with a software assessment fee paid in advance; the term begins the day payment is received',
    reading: '',
  },
  {
    id: 'P-17',
    text: 'Never had maintenance: time and materials, or a first year with the assessment fee paid in advance',
    reading: '',
  },
  {
    id: 'P-18',
    text: 'Without maintenance the customer is first offered to sign or renew; otherwise agrees to fees and terms before any service: $650 an hour remote, $5,000 a day remote, $8,000 a day on site; due immediately, whatever the result; fixes priced at resolution, on top',
    reading: 'rates are data with an effective date; consent is signed before escalation',
  },
  {
    id: 'P-19',
    text: 'Every inquiry is made by an Authorized Contact Person',
    reading: 'named, with a way to reach them',
  },
  {
    id: 'P-20',
    text: 'The customer backs up databases, recorded calls and data before engaging',
    reading:
      "confirmed, by whom, when, what, where; or 'none', with the customer's signed knowledge that data may be lost. The policy makes it the customer's responsibility, not a condition",
  },
  {
    id: 'P-21',
    text: 'Not supported: applications the licensee built on the product, modifications of it, and problems not reproducible in the unmodified product on the approved platform',
    reading: 'three questions in every handoff, and which',
  },
  {
    id: 'P-22',
    text: 'Not responsible for damage by the customer, its environment, or negligence',
    reading: '',
  },
  {
    id: 'P-23',
    text: 'Not troubleshot: Cisco Unified CallManager, CallManager Express, Unity Voice Mail, IPCC Express or Enterprise, any network infrastructure, third-party equipment not provided by IPcelerate',
    reading:
      "they may be described; they may not be the fault's suspected place, whether chosen from the list or written as free text",
  },
  {
    id: 'P-24',
    text: "If a network or Cisco Unified Communication configuration was changed and affects the product, problems from that are not IPcelerate's; work on them may be charged",
    reading: 'asked in every handoff: what changed, when',
  },
  {
    id: 'P-25',
    text: 'Regular hours: 8 AM to 6 PM Central, Monday to Friday, except scheduled IPcelerate holidays',
    reading:
      'zone America/Chicago; holidays are a dated list the hub distributes, empty by default, never guessed',
  },
  {
    id: 'P-26',
    text: 'P1: business not operational, or critical impact; resources around the clock',
    reading: '',
  },
  {
    id: 'P-27',
    text: 'P2: an existing network severely degraded, or significant aspects of the business negatively affected; full-time resources in business hours',
    reading: '',
  },
  {
    id: 'P-28',
    text: 'P3: performance impaired while most operations remain functional; resources in business hours',
    reading: '',
  },
  {
    id: 'P-29',
    text: 'P4: information or assistance with capabilities, installation, configuration; little or no effect',
    reading: '',
  },
  {
    id: 'P-30',
    text: 'Response and escalation table: P1 answers in less than 2 hours, action plan in 3 business days, patch or work-around in 10 or more; P2 6 hours, 5, 20 or more; P3 and P4 24 hours, 20 business days, next release',
    reading: '',
  },
  {
    id: 'P-31',
    text: "Times run from the telephoned notification's receipt, or from support's acknowledgement of a ticket opened on the website",
    reading:
      "the clock's start records which, and both times of a ticket; it is the notification of IPcelerate, not of the partner",
  },
  {
    id: 'P-32',
    text: 'Hours are clock hours, days are business days',
    reading: 'below',
  },
  {
    id: 'P-33',
    text: 'The times are void if access to equipment or information is denied or delayed by the customer',
    reading:
      'a clock is voided with a reason, a person and a time, and says so for good; it never silently resumes',
  },
  {
    id: 'P-34',
    text: "Escalated to Product Development: work begins on an action plan that documents the incident's nature, its effect on the use of the system, the procedures to correct it, and the estimated completion of a patch or work-around; an executive is notified and monitors to resolution",
    reading: "four required parts; the executive's notification is an event",
  },
  {
    id: 'P-35',
    text: 'The customer accepts the policy: company, signature, printed name, title, date; an electronic signature is acceptable',
    reading: 'once for a customer and document version, with its evidence; each case names it',
  },
  {
    id: 'P-36',
    text: 'IPcelerate allocates its resources by availability and priority, and decides how a patch is distributed',
    reading: '',
  },
  {
    id: 'P-37',
    text: 'Exhibit A (P-23 to P-34) is written for IPcelerate giving Level 1 and 2 directly',
    reading:
      "for a partner's own Level 1 and 2 its response times are the default targets, shown as targets, not as IPcelerate's promise; action plan and patch times are IPcelerate's",
  },
  {
    id: 'P-38',
    text: 'Support by telephone 888-918-4192, prompt 1; international responses case by case',
    reading: '',
  },
  {
    id: 'P-39',
    text: 'Modifications, extensions and added functions are quoted by a Certified Partner',
    reading: 'not a support call, and no handoff',
  },
];

const byId = new Map(clauses.map((clause) => [clause.id, clause]));

/** The clause with this number (`P-08`), or undefined where the policy has none. */
export function findClause(id: string): Clause | undefined {
  return byId.get(id);
}

export const allClauses: readonly Clause[] = clauses;

/** What each priority means (P-26 to P-29), for the choice and its explanation. */
export const priorityClauses = { P1: 'P-26', P2: 'P-27', P3: 'P-28', P4: 'P-29' } as const;
