import { CaseFields } from '../capture/case-field.tsx';
import { Section } from '../section.tsx';

/** People and access: who asks, whether there is a backup, how Level 3 gets in. */
export function PapersSection() {
  return (
    <Section id="papers" title="People and access" part="papers">
      <div className="fields">
        <CaseFields section="people" />
      </div>
    </Section>
  );
}
