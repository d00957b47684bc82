/** A text as a QR code, as one path: black on white in every scheme, so that any reader and any printer takes it. */
import encodeQR from 'qr';
import { useMemo } from 'react';

const MODULE = 3;

/** @param ecc how much of it may be damaged; `low` holds the most */
export function QrCode({
  text,
  label,
  ecc = 'medium',
}: {
  text: string;
  label: string;
  ecc?: 'low' | 'medium';
}) {
  const { path, size } = useMemo(() => {
    const rows = encodeQR(text, 'raw', { ecc, border: 4 });
    const cells = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
    return { path: cells.join(''), size: rows.length };
  }, [text, ecc]);
  return (
    <svg
      role="img"
      aria-label={label}
      width={size * MODULE}
      height={size * MODULE}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
