/** Systems that outputs tell of, made one where they are the same: by prompt, host name or serial number. See SPEC.md, K15. */
import { type CollectedSystem, type CollectedValue, systemFields } from './collected.ts';
import { emptySystem, type Sink } from './sink.ts';

const lists = ['addresses', 'serials', 'models', 'macAddresses'] as const;

/** A host name without its domain, which one output prints and the other does not. */
const shortName = (name: string) =>
  (/^[\d.]+$/.test(name) ? name : (name.split('.')[0] ?? name)).toLowerCase();

/** Serial numbers that several machines carry are none. */
const realSerial = (serial: string) =>
  serial.length >= 5 && !/^(?:0+|none|to be filled.*|default.*|1234\d*)$/i.test(serial);

/** Takes what the other knows and this one does not. */
function absorb(into: CollectedSystem, from: CollectedSystem): void {
  for (const field of systemFields) {
    const fact = from[field];
    if (fact && !into[field]) into[field] = fact;
  }
  for (const list of lists)
    for (const fact of from[list])
      if (!into[list].some(({ value }) => value === fact.value)) into[list].push(fact);
  into.parts.push(...from.parts);
}

export class Systems {
  readonly all: CollectedSystem[] = [];
  private readonly byHost = new Map<string, CollectedSystem>();
  /** Host names that only a prompt told, which may be without their domain. */
  private readonly prompted = new Set<CollectedValue>();

  /**
   * Takes the systems of one output. The one that it is about is the prompt's, or the one that carries the same host name, or else the
   * one that the file is about.
   * @returns the ids that stand for the output's own
   */
  take(
    sink: Sink,
    prompt: CollectedValue | null,
    about: CollectedSystem | null,
  ): Map<string, CollectedSystem> {
    const ids = new Map<string, CollectedSystem>();
    for (const [key, found] of sink.systems) {
      if (key === '' && prompt && !found.hostname) {
        found.hostname = prompt;
        this.prompted.add(prompt);
      }
      const name = found.hostname?.value ?? key;
      let system = name === '' ? undefined : this.byHost.get(shortName(name));
      const other = about?.hostname && name !== '' && shortName(about.hostname.value) !== shortName(name);
      if (!system && key === '' && about && !other) system = about;
      system ??= this.bySerial(found);
      if (!system) {
        system = emptySystem(`s${this.all.length + 1}`);
        this.all.push(system);
      }
      const told = found.hostname && !this.prompted.has(found.hostname);
      if (told && system.hostname && this.prompted.has(system.hostname)) delete system.hostname;
      absorb(system, found);
      if (name !== '') this.byHost.set(shortName(name), system);
      ids.set(key, system);
    }
    return ids;
  }

  private bySerial(found: CollectedSystem): CollectedSystem | undefined {
    const serial = found.serial?.value ?? '';
    if (!realSerial(serial)) return undefined;
    return this.all.find(
      (each) =>
        each.serials.some(({ value }) => value === serial) &&
        (!each.hostname ||
          !found.hostname ||
          shortName(each.hostname.value) === shortName(found.hostname.value)),
    );
  }
}
