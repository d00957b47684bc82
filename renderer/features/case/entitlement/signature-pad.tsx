/** A box to sign in with pen, finger or mouse. Who has none of these signs by typing. */
import { t } from '@lingui/core/macro';
import { type PointerEvent, useRef } from 'react';

const WIDTH = 600;
const HEIGHT = 200;
/** As the record bounds it. */
const MOST = 60_000;

/**
 * @param value strokes as SVG path data in a box of 600 by 200, whole units
 */
export function SignaturePad({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const drawing = useRef(false);

  function point(event: PointerEvent<SVGSVGElement>): string {
    const box = event.currentTarget.getBoundingClientRect();
    const within = (at: number, most: number) => Math.max(0, Math.min(most, Math.round(at * most)));
    const x = within((event.clientX - box.left) / box.width, WIDTH);
    const y = within((event.clientY - box.top) / box.height, HEIGHT);
    return `${x} ${y}`;
  }

  function add(part: string): void {
    if (value.length + part.length <= MOST && !value.endsWith(part)) onChange(value + part);
  }

  return (
    <svg
      className="signature-pad"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={value === '' ? t`Box for the signature, empty` : t`Box for the signature, signed`}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        drawing.current = true;
        const at = point(event);
        // A tap is a dot.
        add(`M${at}L${at}`);
      }}
      onPointerMove={(event) => {
        if (drawing.current) add(`L${point(event)}`);
      }}
      onPointerUp={() => {
        drawing.current = false;
      }}
      onPointerCancel={() => {
        drawing.current = false;
      }}
    >
      <path d={value} />
    </svg>
  );
}

/** A signature as it was drawn. */
export function DrawnSignature({ drawing, name }: { drawing: string; name: string }) {
  return (
    <svg
      className="signature"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t`Signature of ${name}`}
    >
      <path d={drawing} />
    </svg>
  );
}
