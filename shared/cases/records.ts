/** What is collected about a fault: systems, configuration, revision levels, steps and attachments. See SPEC.md. */

export { type AttachmentRecord, attachmentRecord } from './attachments.ts';
export { type CommentRecord, commentRecord } from './comments.ts';
export { type ConfigurationRecord, configurationRecord } from './configuration.ts';
export { type ExampleRecord, exampleRecord } from './examples.ts';
export { type LinkRecord, linkRecord } from './links.ts';
export { type Provenance, provenance } from './provenance.ts';
export { type RevisionRecord, revisionRecord } from './revisions.ts';
export {
  documentationSource,
  documentationSources,
  type StepKind,
  type StepRecord,
  stepKind,
  stepKinds,
  stepRecord,
} from './steps.ts';
export { type SystemRecord, systemRecord } from './systems.ts';
