/** How V8 is to treat the processes that are perde's own. Its flags are the whole process's, so a library does not set them. */
import { setFlagsFromString } from 'node:v8'

const FLAGS = [
  // V8 allocates objects in the old part of the heap where those made at the same place lived long before, as all do of a
  // group of texts that goes through the detector together. Then every later text is kept by them until the next full
  // collection, and a third of the work is collecting.
  '--no-allocation-site-pretenuring',
  // Bytes of bytecode that a function runs before V8 thinks of compiling it (132 KB by itself). Detection is thousands of
  // small functions, most of them compiled too early, for one kind of text, and again for the next: of a scan of 24 MB a
  // fifth of the processor time was compiling on another thread that was thrown away.
  '--interrupt-budget=600000',
  // V8 lets the heap of a thread grow up to fourfold before it looks for what nobody needs any more. In a run that was a tenth
  // of the memory (k = 5 over a million rows: 406 → 362 MB); to look sooner costs 3 % of the processor time.
  '--heap-growing-percent=75',
]

/** To be called first: code that is compiled by then stays as it is. */
export function setV8Flags(): void {
  for (const flag of FLAGS) setFlagsFromString(flag)
}
