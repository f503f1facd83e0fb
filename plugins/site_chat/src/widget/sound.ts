let context: AudioContext | undefined

/** Two short notes, made here: no file, so no policy of the page stands in the way. Silent until the page was touched. */
export function chime(): void {
  try {
    context ??= new AudioContext()
    if (context.state !== 'running') return void context.resume()
    const at = context.currentTime
    for (const [note, from] of [
      [660, 0],
      [880, 0.12],
    ] as const) {
      const tone = context.createOscillator()
      const volume = context.createGain()
      tone.frequency.value = note
      volume.gain.setValueAtTime(0.08, at + from)
      volume.gain.exponentialRampToValueAtTime(0.001, at + from + 0.25)
      tone.connect(volume).connect(context.destination)
      tone.start(at + from)
      tone.stop(at + from + 0.26)
    }
  } catch {
    // No sound is no reason to fail.
  }
}
