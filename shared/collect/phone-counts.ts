/** Gives a phone that is there as an example the count of its model, which another output says. See SPEC.md, K34. */
import type { CollectedSystem } from './collected.ts';
import { PHONE } from './readers/phone-counts.ts';

/** `8845` of `CP-8845-K9`, `Cisco 8845` and `8845`. */
const numberOf = ({ model }: CollectedSystem) => /\d{3,4}/.exec(model?.value ?? '')?.[0];

/** Changes the list: a model of which one phone is there is no system of its own any more. */
export function giveCounts(systems: CollectedSystem[]): void {
  for (const counted of systems.filter(
    ({ quantity, hostname, serial }) => quantity && !hostname && !serial,
  )) {
    const number = numberOf(counted);
    const [only, ...more] = systems.filter(
      (each) => each !== counted && each.product?.value === PHONE && numberOf(each) === number,
    );
    if (!number || !only || more.length > 0 || only.quantity || !counted.quantity) continue;
    only.quantity = counted.quantity;
    systems.splice(systems.indexOf(counted), 1);
  }
}
