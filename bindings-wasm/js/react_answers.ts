// What the engine answers, for all components that ask it the same.

/**
 * Keeps what is still the same: a list that has not changed is the same list, and nothing below it is
 * rendered again.
 */
interface Remembered<T> {
  stamp: string;
  answer: T;
}

/** How many answers are kept for a handle. What falls out is asked again. */
const ANSWERS_MAX = 64;

/** By the handles that were asked: nothing is kept alive for the sake of its answers. */
const answers = new WeakMap<object, WeakMap<object, Map<string, Remembered<unknown>>>>();

/**
 * The answer to `question`, which holds for as long as `stamp` is the same. Once for all who ask, and where
 * the new answer is like the old one, the old one.
 */
export function answerOf<T>(handle: object, other: object, question: string, stamp: string, ask: () => T): T {
  const byOther = entry(answers, handle, () => new WeakMap<object, Map<string, Remembered<unknown>>>());
  const known = entry(byOther, other, () => new Map<string, Remembered<unknown>>());
  const before = known.get(question) as Remembered<T> | undefined;
  if (before?.stamp === stamp) {
    return before.answer;
  }
  const fresh = ask();
  const answer = before !== undefined && alike(before.answer, fresh) ? before.answer : fresh;
  known.delete(question);
  known.set(question, { stamp, answer });
  for (const oldest of known.keys()) {
    if (known.size <= ANSWERS_MAX) break;
    known.delete(oldest);
  }
  return answer;
}

function entry<V>(map: WeakMap<object, V>, key: object, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/** Whether two plain values are the same. */
function alike(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  const [names, others] = [Object.keys(one), Object.keys(other)];
  return (
    names.length === others.length &&
    names.every(
      (name) =>
        Object.hasOwn(other, name) &&
        alike((one as Record<string, unknown>)[name], (other as Record<string, unknown>)[name]),
    )
  );
}

/** What went wrong, as an error. */
export function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  const { message = thrown } = (thrown ?? {}) as { message?: unknown };
  return new Error(String(message), { cause: thrown });
}

/**
 * A value as text, by which it is the one of the last rendering. What is no JSON is refused when it is
 * asked.
 */
export function keyOf(value: unknown): string {
  try {
    return JSON.stringify(value, (_, part: unknown) => (Number.isNaN(part) ? "NaN" : part)) ?? "";
  } catch {
    return "?";
  }
}
