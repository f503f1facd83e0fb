import type { Transform } from 'node:stream'

/** Of words that wait in a stream for a reader who doesn't read. A hint is some 200 bytes. */
const mostWaiting = 200

type Streams = {
  getManager(): { findByChannel(channel: string): Iterable<Transform> }
}

/**
 * Transmit writes without looking at its buffers. A reader that is behind is cut off: it comes back by itself and asks for
 * what it missed. An error, not an end: an end would wait behind everything unread.
 */
export function dropSlowReaders(transmit: Streams, channel: string): void {
  for (const stream of transmit.getManager().findByChannel(channel)) {
    if (stream.writableLength + stream.readableLength > mostWaiting)
      stream.destroy(new Error('E_SLOW_READER'))
  }
}
