import { CaseFields } from '../capture/case-field.tsx';
import { Section } from '../section.tsx';

/** People and access: who asks, whether there is a backup, how Level 3 gets in. */
export function PapersSection() {
  return (
    <Section id="people" title="People and access">
      <div className="fields">
        <CaseFields section="people" />
      </div>
    </Section>
  );
}
