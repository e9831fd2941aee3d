/**
 * Records that wait for a later release, by person and combination, in memory that all threads share: open addressing,
 * three numbers a slot (both halves of the reference, 1 + the combination; 0: free). A power of two of slots.
 */
export type HeldPeople = Uint32Array<SharedArrayBuffer>

export function shareHeld(held: readonly (readonly [high: number, low: number, entry: number])[]): HeldPeople {
  let capacity = 16
  while (capacity < 2 * held.length) capacity *= 2
  const slots = new Uint32Array(new SharedArrayBuffer(12 * capacity))
  for (const [high, low, entry] of held) {
    const at = 3 * slotOf(slots, high, low, entry)
    slots.set([high, low, entry + 1], at)
  }
  return slots
}

export function isHeld(slots: HeldPeople, high: number, low: number, entry: number): boolean {
  return slots[3 * slotOf(slots, high, low, entry) + 2] !== 0
}

/** Where it stands, or the free slot where it would. */
function slotOf(slots: HeldPeople, high: number, low: number, entry: number): number {
  const mask = slots.length / 3 - 1
  // References are digests, so their bits are as good as a hash.
  for (let slot = (high ^ Math.imul(entry, 0x9e3779b1)) & mask; ; slot = (slot + 1) & mask) {
    const own = slots[3 * slot + 2]!
    if (own === 0 || (own === entry + 1 && slots[3 * slot] === high && slots[3 * slot + 1] === low)) return slot
  }
}
