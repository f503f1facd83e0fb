/** Two short notes, made by the browser itself. */
const notes = [
  { hertz: 660, at: 0 },
  { hertz: 880, at: 0.12 },
] as const
const lastsSeconds = 0.35
const loudness = 0.18
const resumeWithinMs = 300
/** Asleep in between: a running one keeps the device's sound awake. */
const awakeMs = 1_000

let context: AudioContext | undefined
let isUnlocked = false
let sleep: ReturnType<typeof setTimeout> | undefined

/** Browsers keep a page silent until somebody has touched it; from then on it may play. */
export const canPlay = (): boolean => isUnlocked

/** The first touch unlocks. Returns how to stop waiting for it. */
export function unlockSound(): () => void {
  const events = ['pointerdown', 'keydown'] as const
  const stop = (): void => {
    for (const event of events) document.removeEventListener(event, unlock, true)
  }
  const unlock = (): void =>
    void wake().then((audio) => {
      if (audio !== undefined) stop()
    })
  for (const event of events) document.addEventListener(event, unlock, true)
  return stop
}

/** False: the browser didn't let it. */
export async function playSound(): Promise<boolean> {
  const audio = await wake()
  if (audio === undefined) return false
  for (const { hertz, at } of notes) ring(audio, hertz, audio.currentTime + at)
  return true
}

/** For a second. Forbidden, a browser doesn't refuse: it waits for a touch. */
async function wake(): Promise<AudioContext | undefined> {
  const audio = (context ??= new AudioContext())
  clearTimeout(sleep)
  await Promise.race([
    audio.resume(),
    new Promise((resolve) => setTimeout(resolve, resumeWithinMs)),
  ])
  if (audio.state !== 'running') return undefined
  isUnlocked = true
  sleep = setTimeout(() => void audio.suspend(), awakeMs)
  return audio
}

function ring(audio: AudioContext, hertz: number, at: number): void {
  const tone = audio.createOscillator()
  const volume = audio.createGain()
  tone.frequency.value = hertz
  volume.gain.setValueAtTime(0, at)
  volume.gain.linearRampToValueAtTime(loudness, at + 0.01)
  volume.gain.exponentialRampToValueAtTime(0.0001, at + lastsSeconds)
  tone.connect(volume).connect(audio.destination)
  tone.start(at)
  tone.stop(at + lastsSeconds)
}
