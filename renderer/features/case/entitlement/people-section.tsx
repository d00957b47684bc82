import { yesNoChoices } from '../../../ui/choices.ts';
import { CaseField } from '../capture/case-field.tsx';
import { Section } from '../section.tsx';

/** People and access: who asks, whether there is a backup, how Level 3 gets in. */
export function PapersSection() {
  return (
    <Section id="papers" title="People and access" part="papers">
      <div className="fields">
        <CaseField field="contactName" label="Authorized Contact" kind="line" />
        <CaseField field="contactPhone" label="Telephone of the contact" kind="line" />
        <CaseField field="contactEmail" label="E-mail of the contact" kind="line" />
        <CaseField
          field="contactAroundTheClock"
          label="Is the contact reachable around the clock?"
          kind="choice"
          options={yesNoChoices}
        />
        <CaseField
          field="backupConfirmed"
          label="Has the customer backed up data bases, recorded calls and data?"
          kind="choice"
          options={yesNoChoices}
        />
        <CaseField field="backupBy" label="Who confirmed the backup" kind="line" />
        <CaseField field="backupAt" label="When the backup was made" kind="time" />
        <CaseField field="accessContact" label="Whom Level 3 asks for access" kind="line" />
        <CaseField field="accessHow" label="How Level 3 reaches the system (no passwords)" kind="text" wide />
        <CaseField
          field="customerDelays"
          label="Did the customer cause delays?"
          kind="choice"
          options={yesNoChoices}
        />
        <CaseField field="customerDelayNotes" label="What was waited for, from when to when" kind="text" />
      </div>
    </Section>
  );
}
