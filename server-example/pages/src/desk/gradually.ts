// A long list, drawn a part at a time: a press is answered before all of it is made.

import { useEffect, useState } from "preact/hooks";

/** What is seen at once, and what follows with each picture. */
const [FIRST, MORE] = [24, 40];

/** How many of a list are drawn by now; `of` is another text for another list. */
export function useGradually(length: number, of: string): number {
  const [drawn, setDrawn] = useState({ of, count: FIRST });
  const count = drawn.of === of ? drawn.count : FIRST;
  useEffect(() => {
    if (count >= length) return undefined;
    let timer: number | undefined;
    const frame = requestAnimationFrame(() => {
      timer = window.setTimeout(() => setDrawn({ of, count: count + MORE }));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [of, count, length]);
  return count;
}
