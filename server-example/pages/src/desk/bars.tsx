// Stacked bars, one for each day, as SVG. What they show is in a table as well.

export interface Bar {
  label: string;
  /** Read aloud, and shown when it is pointed at. */
  words: string;
  /** From the bottom up; each with the class that colours it. */
  parts: { kind: string; value: number }[];
}

const [STEP, WIDTH, HEIGHT] = [30, 20, 120];

export function Bars({ label, bars }: { label: string; bars: Bar[] }) {
  const sum = ({ parts }: Bar) => parts.reduce((sum, { value }) => sum + value, 0);
  const most = Math.max(1, ...bars.map(sum));
  return (
    <svg class="bars" viewBox={`0 0 ${bars.length * STEP} ${HEIGHT + 22}`} role="img" aria-label={label}>
      {bars.map((bar, index) => {
        let top = HEIGHT;
        return (
          <g key={bar.label + index}>
            <title>{bar.words}</title>
            {bar.parts.map(({ kind, value }) => {
              const height = (value / most) * HEIGHT;
              top -= height;
              return (
                <rect
                  key={kind}
                  class={kind}
                  x={index * STEP + (STEP - WIDTH) / 2}
                  y={top}
                  width={WIDTH}
                  height={height}
                />
              );
            })}
            <text x={index * STEP + STEP / 2} y={HEIGHT + 16}>
              {bar.label}
            </text>
          </g>
        );
      })}
      <line x1={0} x2={bars.length * STEP} y1={HEIGHT} y2={HEIGHT} />
    </svg>
  );
}
