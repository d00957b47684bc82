/** Rows and edits are hashed by Node's own SHA-256, in each thread of the hub that imports this. */
import { hash } from 'node:crypto';
import { hashTextsBy } from '../../shared/base/hash.ts';

hashTextsBy((text) => hash('sha256', text, 'hex'));
