import { test } from '@japa/runner'
import type { DraftBody, DraftView, SavedDraft } from '../../../app/inbox/views.ts'
import { DraftKeeper, type Content, type Kept } from './draft_keeper.ts'

const draft = (text: string, rev: number): DraftView => ({
  text,
  subject: '',
  files: [],
  replyTo: null,
  updatedAt: rev,
  rev,
})

/** The server's row, a device's own copy, and the field. */
class Device {
  content: Content = { text: '', subject: '', files: [], replyTo: null }
  kept: Kept | null = null
  inHand = false
  online = true
  readonly puts: DraftBody[] = []
  readonly last: DraftBody[] = []
  hold: Promise<void> | undefined
  readonly keeper: DraftKeeper
  readonly #server: Server
  readonly #clock: () => number

  constructor(server: Server, clock = () => server.now) {
    this.#server = server
    this.#clock = clock
    this.keeper = new DraftKeeper({
      read: () => this.content,
      fill: (view) => this.#show(view?.text ?? ''),
      isInHand: () => this.inHand,
      put: (body) => this.#put(body),
      putLast: (body) => void this.last.push(body),
      keep: (kept) => (this.kept = kept),
      saved: () => {},
      judge: () => 'again',
      now: () => this.#clock(),
    })
  }

  #show(text: string): void {
    this.content = { ...this.content, text }
  }

  type(text: string): void {
    this.#server.now += 10
    this.#show(text)
    this.keeper.changed()
  }

  async #put(body: DraftBody): Promise<SavedDraft> {
    this.puts.push(body)
    if (!this.online) throw new Error('offline')
    const answer = this.#server.save(body)
    await this.hold
    return answer
  }
}

class Server {
  now = 1_000
  text = ''
  rev = 0

  save({ text, rev }: DraftBody): SavedDraft {
    const saved = rev > this.rev
    if (saved) Object.assign(this, { text, rev })
    return { saved, rev: this.rev, draft: this.view }
  }

  get view(): DraftView | null {
    return this.text === '' ? null : draft(this.text, this.rev)
  }
}

test.group('A draft between the field and the server', () => {
  test('what was typed goes there once, and is kept on the device until it is there', async ({
    assert,
  }) => {
    const server = new Server()
    const device = new Device(server)
    device.type('Добрый')
    device.type('Добрый день')
    await device.keeper.flush()
    assert.deepEqual(
      device.puts.map(({ text }) => text),
      ['Добрый день']
    )
    assert.equal(server.text, 'Добрый день')
    assert.isNull(device.kept)
    await device.keeper.flush()
    assert.lengthOf(device.puts, 1)
  })

  test('without a connection it stays on the device, and goes when asked again', async ({
    assert,
  }) => {
    const server = new Server()
    const device = new Device(server)
    device.online = false
    device.type('Без связи')
    await device.keeper.flush()
    assert.equal(device.kept?.text, 'Без связи')
    const { kept } = device
    const reloaded = new Device(server)
    reloaded.content = { ...reloaded.content, text: 'Без связи' }
    if (kept) reloaded.keeper.restore(kept)
    await reloaded.keeper.flush()
    assert.equal(server.text, 'Без связи')
    device.keeper.sent()
  })

  test('the last one who typed wins, however wrong his clock is', async ({ assert }) => {
    const server = new Server()
    const ahead = new Device(server, () => server.now + 3_600_000)
    const phone = new Device(server)
    ahead.type('from the laptop')
    await ahead.keeper.flush()
    phone.keeper.adopt(server.view, server.now)
    assert.equal(phone.content.text, 'from the laptop')
    phone.type('from the phone')
    await phone.keeper.flush()
    assert.equal(server.text, 'from the phone')
    ahead.keeper.adopt(server.view, server.now + 3_600_001)
    assert.equal(ahead.content.text, 'from the phone')
  })

  test('a writer whose save was too old writes again when the caret is with him, else takes theirs', async ({
    assert,
  }) => {
    for (const inHand of [true, false]) {
      const server = new Server()
      server.save({ ...draft('theirs', 0), rev: 9_000_000, files: [], replyTo: null })
      const device = new Device(server)
      device.inHand = inHand
      device.type('mine')
      await device.keeper.flush()
      await device.keeper.flush()
      assert.equal(device.content.text, inHand ? 'mine' : 'theirs')
      assert.equal(server.text, inHand ? 'mine' : 'theirs')
    }
  })

  test('what arrives never replaces what is being typed', async ({ assert }) => {
    const server = new Server()
    const device = new Device(server)
    device.inHand = true
    device.type('being typed')
    device.keeper.adopt(draft('arrives', 5_000), server.now)
    assert.equal(device.content.text, 'being typed')
    await device.keeper.flush()
    assert.isAbove(device.puts.at(-1)?.rev ?? 0, 5_000)
    device.keeper.adopt(draft('arrives again', 90_000), server.now)
    assert.equal(device.content.text, 'being typed')
    device.inHand = false
    device.keeper.adopt(draft('arrives later', 91_000), server.now)
    assert.equal(device.content.text, 'arrives later')
  })

  test('an answer that was asked for before the last save says nothing', async ({ assert }) => {
    const server = new Server()
    const device = new Device(server)
    const askedAt = server.now
    device.type('saved meanwhile')
    await device.keeper.flush()
    device.keeper.adopt(null, askedAt)
    assert.equal(device.content.text, 'saved meanwhile')
    device.keeper.adopt(null, server.now + 1)
    assert.equal(device.content.text, '')
  })

  test('a message ends it: neither a save under way nor an old answer brings it back', async ({
    assert,
  }) => {
    const server = new Server()
    const device = new Device(server)
    let open = (): void => {}
    device.hold = new Promise((resolve) => (open = resolve))
    device.type('to be sent')
    const saving = device.keeper.flush()
    await new Promise(setImmediate)
    const rev = device.keeper.sent()
    assert.isAbove(rev, device.puts[0]?.rev ?? Infinity)
    device.keeper.adopt(server.view, server.now)
    open()
    await saving
    assert.equal(device.content.text, '')
    assert.isFalse(device.keeper.isDirty)
    assert.isNull(device.kept)
  })

  test('a message that was given up takes its draft off the server', async ({ assert }) => {
    const server = new Server()
    const device = new Device(server)
    device.type('refused')
    await device.keeper.flush()
    device.keeper.sent()
    device.keeper.takeBack()
    await device.keeper.flush()
    assert.equal(server.text, '')
  })

  test('typed back while a save was under way: the server gets what stands there', async ({
    assert,
  }) => {
    const server = new Server()
    const device = new Device(server)
    device.type('a')
    await device.keeper.flush()
    let open = (): void => {}
    device.hold = new Promise((resolve) => (open = resolve))
    device.type('ab')
    const saving = device.keeper.flush()
    device.type('a')
    open()
    await saving
    await device.keeper.flush()
    assert.equal(server.text, 'a')
  })

  test('a page that leaves says it without waiting, and keeps it', ({ assert }) => {
    const device = new Device(new Server())
    device.type('almost lost')
    device.keeper.leave()
    assert.equal(device.last[0]?.text, 'almost lost')
    assert.equal(device.kept?.text, 'almost lost')
    device.keeper.sent()
  })
})
