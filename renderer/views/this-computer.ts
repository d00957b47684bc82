/** What this computer is, and how much it has. */
import type { ConsoleDatabase } from '../store/database.ts';

/** Undefined where it is not enrolled. */
export const readDevice = (db: ConsoleDatabase) => db.device.get('device');

/** What works without a network: how many scopes, status lists, customers and products are here. */
export async function readWhatIsHere(db: ConsoleDatabase) {
  const [cursor, lists, customers, products] = await Promise.all([
    db.cursors.count(),
    db.statusLists.count(),
    db.customers.count(),
    db.products.count(),
  ]);
  return { cursor, lists, customers, products };
}
