/**
 * What `work` gives, or `late` where that takes longer than `limit` milliseconds in which this process ran: time in which
 * it was stopped or the machine slept is nobody's fault, so beats of a clock are counted that comes once for all it missed.
 */
export async function inTime<R, L>(work: Promise<R>, limit: number, late: L): Promise<R | L> {
  let beat: NodeJS.Timeout | undefined
  const tooLate = new Promise<L>((resolve) => {
    let left = BEATS
    beat = setInterval(() => --left <= 0 && resolve(late), Math.ceil(limit / BEATS))
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearInterval(beat)
  }
}

const BEATS = 60
