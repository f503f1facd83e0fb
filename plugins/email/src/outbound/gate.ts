/**
 * Holds the end of a letter back until the server has asked for the body and the mark "may have been sent" is committed.
 * Before that nothing can have been sent, whatever breaks.
 */
export type Gate = {
  /** Everything but the last bytes flows at once. */
  through(source: AsyncIterable<Buffer>): AsyncIterable<Buffer>
  open(): void
  readonly isOpen: boolean
}

export function gate(): Gate {
  let isOpen = false
  let release: () => void = () => {}
  const opened = new Promise<void>((resolve) => {
    release = resolve
  })
  return {
    through: (source) => holdEnd(source, opened),
    open: () => {
      isOpen = true
      release()
    },
    get isOpen() {
      return isOpen
    },
  }
}

async function* holdEnd(
  source: AsyncIterable<Buffer>,
  opened: Promise<void>
): AsyncIterable<Buffer> {
  let held: Buffer | undefined
  for await (const chunk of source) {
    if (chunk.length === 0) continue
    if (held !== undefined) yield held
    held = chunk
  }
  await opened
  if (held !== undefined) yield held
}
