// Slots in bulk, on their way out of the engine's memory.

/**
 * Slots in bulk: four arrays of the same length. Slot `i` begins at `starts[i]`, with
 * `doctorUids[doctors[i]]`. Its end is the start and the length that was asked for, else that of the doctor's
 * setting, else the type's `duration_minutes`. The arrays share one buffer: who hands that to a worker hands
 * over all four.
 */
export interface PackedSlots {
  /** Starts, in Unix seconds. */
  starts: Float64Array;
  /** Which of {@link Clinic.doctorUids}, counted from 0. */
  doctors: Uint32Array;
  /** Seats that are left; 1 but for group visits. */
  seatsLeft: Uint32Array;
  /** Which of {@link Clinic.locations}, counted from 1; 0 for none. */
  locations: Uint16Array;
}

/**
 * Asked by the engine: a copy of its columns, which lie one after the other. A start has eight bytes, a
 * doctor and seats four each, a location two.
 */
export function packedSlots(columns: Uint8Array): PackedSlots {
  const { buffer, length } = new Uint8Array(columns);
  const count = length / 18;
  return {
    starts: new Float64Array(buffer, 0, count),
    doctors: new Uint32Array(buffer, 8 * count, count),
    seatsLeft: new Uint32Array(buffer, 12 * count, count),
    locations: new Uint16Array(buffer, 16 * count, count),
  };
}
