import type { Api, Page } from './api.ts'
import type { Acts } from './acts.ts'
import { Asker } from './ask.ts'
import { Composer } from './composer.ts'
import { Live } from './live.ts'
import { Log } from './log.ts'
import { Panel } from './panel.ts'
import { Queue } from './queue.ts'
import { chime } from './sound.ts'
import type { Storage } from './storage.ts'
import { fileTooBig } from './texts.ts'
import type { Language, Texts } from './texts.ts'
import { Timeline } from './timeline.ts'
import type { Config, Hello, Line } from './types.ts'

const typingMs = 7_000

/** Holds the parts together: what came, what goes, what is shown. */
export class Chat {
  readonly panel: Panel
  readonly #api: Api
  readonly #config: Config
  readonly #storage: Storage
  readonly #language: Language
  readonly #texts: Texts
  readonly #timeline = new Timeline()
  readonly #queue: Queue
  readonly #live: Live
  readonly #log: Log
  readonly #asker: Asker
  readonly #composer: Composer
  /** Loaded when somebody first wants to do something with a message. */
  #acts: Promise<Acts> | undefined
  #reached = true
  #online: boolean | null
  #typing: string | undefined
  #typingEnds: ReturnType<typeof setTimeout> | undefined
  #readAt: number
  #marked = ''
  #marking: ReturnType<typeof setTimeout> | undefined

  constructor(
    config: Config,
    api: Api,
    storage: Storage,
    { language, texts }: { readonly language: Language; readonly texts: Texts }
  ) {
    this.#config = config
    this.#api = api
    this.#storage = storage
    this.#language = language
    this.#texts = texts
    this.#online = config.online
    this.#readAt = Number(storage.get('read') ?? 0)
    const changes = { change: () => this.#show(), stored: (line: Line) => this.#stored(line) }
    this.#queue = new Queue(api, storage, this.#texts, changes)
    this.#asker = new Asker(api, this.#texts, config.askEmailAfterMs, changes.change)
    this.#live = new Live(api, this.#listener())
    this.#log = new Log(this.#look(), () => void this.#older())
    this.#composer = new Composer(this.#texts, config.textLimit, {
      send: (text) => this.#write(text),
      files: (files) => this.#writeFiles(files),
      typing: (on) => void api.post('typing', { on }).catch(() => undefined),
    })
    const acts = {
      toggle: () => this.toggle(),
      mute: () => this.#mute(),
      files: (files: readonly File[]) => this.#writeFiles(files),
    }
    this.panel = new Panel(config, language, this.#texts, {
      log: this.#log,
      composer: this.#composer,
      acts,
    })
    this.panel.setMuted(this.#isMuted())
    this.#log.element.addEventListener('scroll', () => this.#markRead())
    document.addEventListener('visibilitychange', () => this.#markRead())
    // A stranger's page keeps no stream open: most visitors never write.
    if (storage.get('talks') !== null || this.#queue.pending.length > 0) this.#live.start()
    void this.#queue.run()
    this.#show()
  }

  toggle(): void {
    if (this.panel.isOpen) this.panel.close()
    else {
      this.panel.open()
      this.#live.start()
      this.#log.toEnd()
    }
    this.#show()
    this.#markRead()
  }

  #look() {
    return {
      texts: this.#texts,
      language: this.#language,
      address: (path: string) => this.#api.address(path),
      retry: (id: string) => this.#queue.retry(id),
      discard: (id: string) => this.#queue.discard(id),
      mayChange: (line: Line) =>
        line.from === 'us' || Date.now() - line.at < this.#config.changeWithinMs,
      menu: (line: Line, from: HTMLElement) =>
        void this.#withActs().then((acts) => acts.toggle(line, from)),
      react: (line: Line, emoji: string) =>
        void this.#withActs().then((acts) => acts.react(line, emoji)),
    }
  }

  #withActs(): Promise<Acts> {
    this.#acts ??= import('./acts.ts').then(
      ({ Acts }) =>
        new Acts({
          api: this.#api,
          texts: this.#texts,
          language: this.#language,
          composer: this.#composer,
          change: (line) => {
            this.#timeline.add([line])
            this.#show()
          },
        })
    )
    return this.#acts
  }

  #listener() {
    return {
      hello: (hello: Hello) => this.#hello(hello),
      lines: (lines: readonly Line[]) => this.#came(lines),
      word: (word: { typing?: boolean; name?: string; seen?: number }) => this.#word(word),
      team: (online: boolean | null) => {
        this.#online = online
        this.#planAsking()
        this.#show()
      },
      reached: (yes: boolean) => {
        if (yes === this.#reached) return
        this.#reached = yes
        if (yes) {
          this.#queue.wake()
          this.#markRead()
        }
        this.#show()
      },
    }
  }

  #hello(hello: Hello): void {
    this.#online = hello.online
    this.#timeline.seen = hello.seen
    if (hello.more !== undefined) this.#timeline.more = hello.more
    if (hello.email) this.#asker.stop()
    this.#planAsking()
    this.#show()
  }

  #came(lines: readonly Line[]): void {
    const fresh = this.#timeline.add(lines)
    const ours = fresh.filter((line) => line.from === 'us')
    if (ours.length > 0) {
      this.#setTyping(undefined)
      this.#storage.set('talks', '1')
      const news = ours.filter((line) => line.at > this.#readAt)
      if (news.length > 0) this.#announce(news)
    }
    this.#planAsking()
    this.#show()
    this.#markRead()
  }

  #announce(news: readonly Line[]): void {
    const words = news.map((line) => {
      const files = line.files?.map((file) => file.name) ?? []
      return `${line.author ?? this.#texts.somebody}: ${[line.text ?? '', ...files].join(' ')}`
    })
    this.panel.say(words.join('. '))
    if (!this.#isMuted() && (!this.panel.isOpen || document.hidden)) chime()
  }

  #word(word: { typing?: boolean; name?: string; seen?: number }): void {
    if (word.seen !== undefined) this.#timeline.seen = Math.max(this.#timeline.seen, word.seen)
    if (word.typing !== undefined) {
      this.#setTyping(word.typing ? (word.name ?? this.#texts.somebody) : undefined)
    }
    this.#show()
  }

  #setTyping(name: string | undefined): void {
    this.#typing = name
    clearTimeout(this.#typingEnds)
    if (name === undefined) return
    this.#typingEnds = setTimeout(() => {
      this.#typing = undefined
      this.#show()
    }, typingMs)
  }

  #write(text: string): void {
    this.#began()
    this.#queue.write(text)
    this.#log.toEnd()
  }

  #writeFiles(files: readonly File[]): void {
    if (files.length === 0) return
    this.#began()
    const { maxFileBytes } = this.#config
    for (const file of files) {
      if (file.size <= maxFileBytes) this.#queue.write('', file)
      else this.#queue.refuse(file.name, fileTooBig(file.name, maxFileBytes, this.#language))
    }
    this.#log.toEnd()
  }

  #began(): void {
    this.#storage.set('talks', '1')
    this.#live.start()
  }

  #stored(line: Line): void {
    this.#timeline.add([line])
    this.#planAsking()
  }

  async #older(): Promise<void> {
    const before = this.#timeline.lines[0]?.at
    const path = before === undefined ? 'lines' : `lines?before=${before}`
    const page = await this.#api.get<Page>(path).catch(() => undefined)
    if (page === undefined) return
    this.#timeline.add(page.lines)
    this.#timeline.more = page.more
    this.#show()
  }

  #planAsking(): void {
    this.#asker.plan(this.#timeline.waitingSince(), this.#online === false)
  }

  #isMuted(): boolean {
    return (this.#storage.get('sound') ?? (this.#config.sound ? '1' : '')) === ''
  }

  #mute(): void {
    this.#storage.set('sound', this.#isMuted() ? '1' : '')
    this.panel.setMuted(this.#isMuted())
    if (!this.#isMuted()) chime()
  }

  /** Tells the server what came here, and what was looked at. */
  #markRead(): void {
    const newest = this.#timeline.newestOfOurs()
    if (newest === 0) return
    const looks = this.panel.isOpen && !document.hidden && this.#log.isAtEnd()
    if (looks && newest > this.#readAt) {
      this.#readAt = newest
      this.#storage.set('read', String(newest))
      this.panel.setUnread(0)
    }
    const marks = { delivered: newest, read: this.#readAt }
    const sign = JSON.stringify(marks)
    if (sign === this.#marked) return
    this.#marked = sign
    clearTimeout(this.#marking)
    this.#marking = setTimeout(() => {
      this.#api.post('marks', marks).catch(() => {
        this.#marked = ''
      })
    }, 200)
  }

  #show(): void {
    // Called while the constructor is still at work, too.
    if ((this.panel as Panel | undefined) === undefined) return
    this.#log.show({
      timeline: this.#timeline,
      queue: this.#queue,
      greeting: this.#config.greeting || this.#texts.hello,
      title: this.#config.title,
      typing: this.#typing,
      card: this.#asker.card,
    })
    this.panel.setUnread(this.panel.isOpen ? 0 : this.#timeline.unread(this.#readAt))
    this.panel.setTeam(this.#online)
    this.panel.setOffline(this.#queue.offline || !this.#reached)
  }
}
