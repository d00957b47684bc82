/** Whether letters alone are keys (WCAG 2.1.4): who speaks or types with one hand may turn them off. Of this computer. */
import { create } from 'zustand';

/** The places of the rail to which G and a letter lead, by their words there. */
export const placeKeys: Readonly<Record<string, string>> = {
  h: 'Home',
  c: 'Cases',
  r: 'Review',
  t: 'Level 3',
  k: 'Clocks',
};

const KEPT = 'partner-console-single-keys';
const OFF = 'off';

export const useSingleKeys = create<{ on: boolean; set: (on: boolean) => void }>((set) => ({
  on: localStorage.getItem(KEPT) !== OFF,
  set: (on) => {
    if (on) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, OFF);
    set({ on });
  },
}));
