/** What many ask for at once, done for all of them together; one such doing at a time. */
export function createGather<Asked, Answer>(
  doAll: (asked: readonly Asked[]) => Promise<readonly Answer[]>,
  mostAtOnce: number = Infinity
): (asked: Asked) => Promise<Answer> {
  type Waiting = {
    readonly asked: Asked
    readonly resolve: (answer: Answer) => void
    readonly reject: (error: unknown) => void
  }
  const waiting: Waiting[] = []
  let isDoing = false

  const one = async (batch: readonly Waiting[]) => {
    try {
      const answers = await doAll(batch.map(({ asked }) => asked))
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
  const drain = async () => {
    isDoing = true
    // Whoever else asks in this turn goes along.
    await Promise.resolve()
    while (waiting.length > 0) await one(waiting.splice(0, mostAtOnce))
    isDoing = false
  }
  return (asked) =>
    new Promise((resolve, reject) => {
      waiting.push({ asked, resolve, reject })
      if (!isDoing) void drain()
    })
}
