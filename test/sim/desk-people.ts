/** What people of the Level 3 desk do at their consoles: two of them may take the same ticket, and know nothing of each other. */
import { type EntryFields, enterAtDesk } from '../../renderer/commands/desk.ts';
import type { Ticket } from '../../shared/tickets/schema.ts';
import type { SimulatedDevice } from './device.ts';

/** What comes next for a ticket, as its state asks for it; else what may be entered at any time. */
function entryFor(device: SimulatedDevice, ticket: Ticket): EntryFields {
  const { random } = device;
  const said = `${device.name} says ${random.int(0, 1_000_000)}`;
  const aside: EntryFields = random.chance(0.5)
    ? { kind: 'information-asked', question: said }
    : { kind: 'note', text: said };
  if (random.chance(0.3)) return aside;
  switch (ticket.state) {
    case 'escalated':
      return { kind: 'acknowledged', note: said };
    case 'acknowledged':
      return {
        kind: 'planned',
        nature: said,
        effect: said,
        procedures: said,
        estimatedCompletion: '2026-12-18',
        estimateNote: '',
      };
    case 'planned':
      return {
        kind: 'answered',
        answer: 'patch',
        description: said,
        ramifications: said,
        distribution: said,
      };
    default:
      return aside;
  }
}

/** One thing that a person of the desk does; answers what it was, nothing where the queue is empty. */
export async function actAtDesk(device: SimulatedDevice): Promise<string> {
  const tickets = await device.db.tickets.toArray();
  if (tickets.length === 0) return '';
  // The newest gets most of the work, so that two meet in it.
  const ticket = tickets.sort((a, b) => (a.id < b.id ? 1 : -1))[device.random.int(0, 1)] ?? tickets[0];
  if (!ticket) return '';
  const fields = entryFor(device, ticket);
  const answer = await enterAtDesk(device.desk as never, ticket.id, fields);
  return `${ticket.ticket}, ${fields.kind}: ${answer.ok ? 'saved' : answer.message}`;
}
