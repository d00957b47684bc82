/** The few icons, drawn for a 16 px grid. Always beside a word. */
const paths = {
  home: 'M2 7.5 8 2.5l6 5V14H9.8v-4H6.2v4H2z',
  cases: 'M2 4h5l1.5 2H14v7.5H2z',
  review: 'M3 2.5h10v7M3 2.5v11h5M5.5 5.5h5M5.5 8h3M9.5 12l1.8 1.8L15 10.5',
  quality: 'M2.5 13.5h11M4.5 13.5V9M8 13.5V3.5M11.5 13.5V6.5',
  sync: 'M13 6.5A5.3 5.3 0 0 0 3.6 5M3 9.5A5.3 5.3 0 0 0 12.4 11M3.4 2v3.2h3.2M12.6 14v-3.2H9.4',
  settings: 'M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M10.5 3v3M5.5 10v3',
  clock: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 4.5V8l2.4 1.6',
  desk: 'M2 9.5h3.4l1 1.8h3.2l1-1.8H14M2 9.5V14h12V9.5L11.6 3H4.4z',
  catalogue: 'M3 2.2h8.5L13 3.7v10.1H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3',
  policy: 'M8 1.8 13.5 4v4.2c0 3-2.3 5-5.5 6-3.2-1-5.5-3-5.5-6V4z',
  credentials: 'M8 1.8a3.8 3.8 0 1 0 .01 0M5.6 8.6 4.5 14.2 8 12.2l3.5 2-1.1-5.6M6.5 5.6l1.1 1.1 2-2.1',
  knowledge:
    'M8 4.2C6.6 3 4.6 2.6 2 2.8v10c2.6-.2 4.6.2 6 1.4 1.4-1.2 3.4-1.6 6-1.4v-10c-2.6-.2-4.6.2-6 1.4zM8 4.2v10',
  done: 'm3 8.5 3.2 3.2L13 4.8',
  missing: 'M8 2.5v7M8 12.6v.4',
  warning: 'M8 2.2 14.5 13.5h-13zM8 6.5v3.2M8 11.4v.3',
  note: 'M8 7v5M8 4v.4',
  customers:
    'M5.5 7.5a2.3 2.3 0 1 0-.01 0M1.5 13.5c0-2.4 1.6-4 4-4s4 1.6 4 4M10.5 7.2a2 2 0 1 0-.4-3.6M11.5 9.6c1.8.3 3 1.8 3 3.9',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  );
}
