/** A voice message being recorded: loudness for the wave, time without pauses, the file at the end. */
import { reactive } from 'vue'

const tickMs = 100
const chunkMs = 1_000
const endings: { readonly [mime: string]: string } = {
  'audio/webm': 'webm',
  'audio/ogg': 'ogg',
  'audio/mp4': 'm4a',
}

export type Recording = { is: 'recording' | 'paused' | 'ended'; ms: number; levels: number[] }

export class VoiceRecorder {
  readonly now: Recording = reactive({ is: 'recording', ms: 0, levels: [] })
  readonly #stream: MediaStream
  readonly #recorder: MediaRecorder
  readonly #sound = new AudioContext()
  readonly #meter: AnalyserNode
  readonly #chunks: Blob[] = []
  readonly #timer: ReturnType<typeof setInterval>
  #tickedAt = performance.now()

  private constructor(stream: MediaStream, mime: string) {
    this.#stream = stream
    this.#recorder = new MediaRecorder(stream, { mimeType: mime, audioBitsPerSecond: 32_000 })
    this.#recorder.ondataavailable = ({ data }) => {
      if (data.size > 0) this.#chunks.push(data)
    }
    this.#meter = this.#sound.createAnalyser()
    this.#meter.fftSize = 1024
    this.#sound.createMediaStreamSource(stream).connect(this.#meter)
    this.#recorder.start(chunkMs)
    this.#timer = setInterval(() => this.#tick(), tickMs)
  }

  /** Asks for the microphone. Rejects with what the browser says. */
  static async open(mime: string): Promise<VoiceRecorder> {
    const audio = { echoCancellation: true, noiseSuppression: true }
    return new VoiceRecorder(await navigator.mediaDevices.getUserMedia({ audio }), mime)
  }

  pause(): void {
    if (this.now.is !== 'recording') return
    this.#recorder.pause()
    this.now.is = 'paused'
  }

  resume(): void {
    if (this.now.is !== 'paused') return
    this.#recorder.resume()
    this.#tickedAt = performance.now()
    this.now.is = 'recording'
  }

  /** What has been said so far, to be listened to. */
  async preview(): Promise<Blob> {
    await new Promise<void>((resolve) => {
      this.#recorder.addEventListener('dataavailable', () => resolve(), { once: true })
      this.#recorder.requestData()
    })
    return this.#whole()
  }

  async finish(name: string): Promise<File> {
    if (this.#recorder.state !== 'inactive')
      await new Promise<void>((resolve) => {
        this.#recorder.addEventListener('stop', () => resolve(), { once: true })
        this.#recorder.stop()
      })
    this.discard()
    const { type } = this.#whole()
    return new File([this.#whole()], `${name}.${endings[type] ?? 'webm'}`, { type })
  }

  discard(): void {
    clearInterval(this.#timer)
    if (this.#recorder.state !== 'inactive') this.#recorder.stop()
    for (const track of this.#stream.getTracks()) track.stop()
    void this.#sound.close().catch(() => {})
    this.now.is = 'ended'
  }

  #whole(): Blob {
    const [type = 'audio/webm'] = this.#recorder.mimeType.split(';')
    return new Blob(this.#chunks, { type })
  }

  #tick(): void {
    const at = performance.now()
    if (this.now.is === 'recording') {
      this.now.ms += at - this.#tickedAt
      this.now.levels.push(this.#loudness())
    }
    this.#tickedAt = at
  }

  /** 0 … 1; speech fills most of it. */
  #loudness(): number {
    const samples = new Float32Array(this.#meter.fftSize)
    this.#meter.getFloatTimeDomainData(samples)
    const power = samples.reduce((sum, one) => sum + one * one, 0) / samples.length
    return Math.min(1, Math.sqrt(power) * 4)
  }
}
