/** The wave of a voice message: the loudest of each stretch, against the loudest of all. */

export type Wave = { readonly peaks: readonly number[]; readonly seconds: number }

export const barCount = 44
const flat = 0.1

/** What stands there until the sound is known, of the same size. */
export const noWave: readonly number[] = Array.from({ length: barCount }, () => flat)

export function peaksOf(samples: Float32Array, count: number): readonly number[] {
  const stretch = samples.length / count
  const loudest = Array.from({ length: count }, (_, at) => {
    const end = Math.floor((at + 1) * stretch)
    let most = 0
    for (let n = Math.floor(at * stretch); n < end; n++) {
      const value = Math.abs(samples[n] ?? 0)
      if (value > most) most = value
    }
    return most
  })
  const top = Math.max(...loudest)
  return loudest.map((value) => (top === 0 ? flat : Math.max(flat, value / top)))
}

const known = new Map<string, Promise<Wave | null>>()
const mostKnown = 300

/** null: this browser can't read it, or it is gone. Asked once for each address. */
export function waveOf(key: string, load: () => Promise<ArrayBuffer>): Promise<Wave | null> {
  const asked = known.get(key)
  if (asked !== undefined) return asked
  const [oldest] = known.keys()
  if (known.size >= mostKnown && oldest !== undefined) known.delete(oldest)
  const wave = load()
    .then(decode)
    .catch(() => null)
  known.set(key, wave)
  return wave
}

async function decode(bytes: ArrayBuffer): Promise<Wave> {
  // Few samples are enough for a picture.
  const sound = await new OfflineAudioContext(1, 1, 8_000).decodeAudioData(bytes)
  return { peaks: peaksOf(sound.getChannelData(0), barCount), seconds: sound.duration }
}
