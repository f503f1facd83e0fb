/** The desk on real core: its hub, its outbox on PostgreSQL, and a channel that writes down what it was asked to send. */
import {
  createHub,
  definePlugin,
  externalId,
  Failure,
  migrations,
  postgresStore,
  type AccountId,
  type ActOp,
  type Call,
  type CompanyId,
  type Hub,
  type SendOp,
  type Sql,
} from '@svyaz/core'
import { z } from 'zod'
import type { As } from '#app/desk/as'
import type { DeskParts } from '#app/desk/transact'
import { InboxWorld, type TestCompany } from './inbox_world.ts'
import { until } from './until.ts'

export type Channel = {
  readonly sent: SendOp[]
  readonly acts: ActOp[]
  readonly read: string[][]
  /** What the next sends and acts come to, in order; without one they succeed. */
  readonly answers: ('fail' | 'uncertain' | 'hold')[]
  release(): void
}

export class DeskWorld {
  readonly inbox: InboxWorld
  readonly hub: Hub<Sql>
  readonly desk: DeskParts
  readonly channel: Channel

  private constructor(inbox: InboxWorld, hub: Hub<Sql>, channel: Channel) {
    this.inbox = inbox
    this.hub = hub
    this.channel = channel
    this.desk = { hub, database: inbox, hints: inbox.hints }
  }

  static async open(): Promise<DeskWorld> {
    const inbox = await InboxWorld.open()
    for (const { sql } of migrations) await inbox.pool.query(sql)
    const { channel, plugin } = recorder()
    const hub = createHub<Sql>({
      plugins: [plugin],
      store: postgresStore({ pool: inbox.pool as never }),
      secretKeys: ['a secret of at least thirty-two bytes, for tests'],
      onEvents: inbox.takeIn,
      onEnds: inbox.endCalls,
    })
    await hub.start()
    return new DeskWorld(inbox, hub, channel)
  }

  /** A company with a connected account. */
  async company(): Promise<TestCompany & { readonly as: As }> {
    const company = await this.inbox.company()
    const account = await this.connect(company.id)
    await this.inbox.pool.query('update accounts set id = $1 where id = $2', [
      account,
      company.account,
    ])
    return {
      ...company,
      account,
      as: { company: company.id, actor: { member: company.member } },
    }
  }

  async connect(company: CompanyId): Promise<AccountId> {
    const login = this.hub.login('recorder', 'name', {
      company,
      signal: AbortSignal.timeout(10_000),
    })
    for (let step = await login.next(); ; step = await login.next({ values: { name: company } })) {
      if (!step.done) continue
      await until(
        async () => (await this.hub.account(step.value))?.state.is === 'online',
        'the account is online'
      )
      return step.value
    }
  }

  async message(id: string): Promise<{ status: string; failure: unknown } | undefined> {
    const [row] = await this.inbox.rows<{ status: string; failure: unknown }>(
      'select status, failure from messages where id = $1',
      [id]
    )
    return row
  }

  async settled(id: string, status: string): Promise<void> {
    await until(async () => (await this.message(id))?.status === status, `message is ${status}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.channel.release()
    await this.hub.stop({ graceMs: 1000 })
    await this.inbox[Symbol.asyncDispose]()
  }
}

function recorder() {
  const sent: SendOp[] = []
  const acts: ActOp[] = []
  const read: string[][] = []
  const answers: Channel['answers'] = []
  const gate: { open: () => void } = { open: () => {} }
  const channel: Channel = { sent, acts, read, answers, release: () => gate.open() }
  const come = async (call: Call) => {
    const answer = answers.shift()
    if (answer === 'fail')
      throw new Failure('rejected', {
        code: 'E_RECORDER_NO',
        reason: { ru: 'Не приняли', en: 'Refused' },
      })
    // From the moment it is taken off the list it can be released.
    const held = answer === 'hold' && new Promise<void>((resolve) => (gate.open = resolve))
    await call.begin()
    if (held) await held
    if (answer === 'uncertain') throw new Error('the answer was lost')
  }
  const act = async (op: ActOp, call: Call) => {
    await come(call)
    acts.push(op)
    return {}
  }
  const words = { ru: 'Запись', en: 'Recorder' }
  const plugin = definePlugin({
    manifest: {
      id: 'recorder',
      name: words,
      about: words,
      icon: '<svg xmlns="http://www.w3.org/2000/svg"/>',
      api: 1,
      settings: z.object({ name: z.string() }),
    },
    channel: () => ({
      capabilities: () => ({
        kinds: { text: { text: 100 } },
        writesFirstBy: ['email'],
        replies: true,
        subject: true,
        statuses: ['sent'],
        edit: { withinMs: 48 * 3_600_000, kinds: ['text'] },
        remove: { ofOthers: false },
        reactions: ['👍', '❤️'],
        idempotent: {},
        lanes: { send: { intervalMs: 0 } },
      }),
      flows: [
        {
          id: 'name',
          name: words,
          async *start() {
            const answer = yield {
              show: 'form',
              title: words,
              fields: z.object({ name: z.string() }),
            }
            const name = String(answer.values?.name)
            return { identity: { key: name, title: name }, settings: { name } }
          },
        },
      ],
      open: () => ({
        edit: act,
        remove: act,
        react: act,
        async send(op, call) {
          await come(call)
          sent.push(op)
          const chat =
            op.to.by === 'chat'
              ? op.to.chat
              : `mail:${op.to.by === 'phone' ? op.to.e164 : op.to.value}`
          return { ids: [externalId(call.callId)], chat: chat as never }
        },
        async markRead(_chat, messages) {
          read.push(messages.map(({ id }) => id))
        },
      }),
    }),
  })
  return { channel, plugin }
}
