/** Two short notes, made by the browser itself. */
const notes = [
  { hertz: 660, at: 0 },
  { hertz: 880, at: 0.12 },
] as const
const lastsSeconds = 0.35
const loudness = 0.18
const resumeWithinMs = 300

let context: AudioContext | undefined

/** Browsers keep a page silent until somebody has touched it; from then on it may play. */
export const canPlay = (): boolean => context?.state === 'running'

/** The first touch unlocks. Returns how to stop waiting for it. */
export function unlockSound(): () => void {
  const events = ['pointerdown', 'keydown'] as const
  const unlock = (): void => {
    context ??= new AudioContext()
    void context.resume().then(stop, () => {})
  }
  const stop = (): void => {
    for (const event of events) document.removeEventListener(event, unlock, true)
  }
  for (const event of events) document.addEventListener(event, unlock, true)
  return stop
}

/** False: the browser didn't let it. */
export async function playSound(): Promise<boolean> {
  context ??= new AudioContext()
  // Forbidden, it doesn't refuse: it waits.
  if (context.state !== 'running')
    await Promise.race([
      context.resume(),
      new Promise((resolve) => setTimeout(resolve, resumeWithinMs)),
    ])
  if (context.state !== 'running') return false
  for (const { hertz, at } of notes) ring(context, hertz, context.currentTime + at)
  return true
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
