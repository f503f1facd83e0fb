import { test } from '@japa/runner'
import { Streams, type Stream } from './streams.js'

test.group('Streams', () => {
  function aPersonsStreams() {
    let now = 0
    const ended: string[] = []
    const streams = new Streams({ mostPerPerson: 3, yieldsAfterMs: 60_000, now: () => now })
    const stream = (uid: string, user = 'olga'): Stream => ({
      uid,
      session: `session of ${user}`,
      user,
      print: '',
      end: () => ended.push(uid),
    })
    return { streams, stream, ended, later: (ms: number) => (now += ms) }
  }

  test('past the limit an old stream makes room, a young one does not', ({ assert }) => {
    const { streams, stream, ended, later } = aPersonsStreams()
    for (const uid of ['one', 'two', 'three']) assert.equal(streams.open(stream(uid)), 'opened')
    assert.equal(streams.open(stream('four')), 'too_many')
    assert.equal(streams.open(stream('other', 'ivan')), 'opened', 'everybody has their own limit')
    later(60_000)
    assert.equal(streams.open(stream('four')), 'opened')
    assert.deepEqual(ended, ['one'])
    streams.closed('two')
    assert.equal(streams.open(stream('five')), 'opened')
    assert.deepEqual(ended, ['one'])
  })

  test('a stream stays while its session lives and its person is in the company', async ({
    assert,
  }) => {
    const { streams, stream, ended } = aPersonsStreams()
    for (const uid of ['stays', 'left', 'over']) {
      streams.open(stream(uid))
      streams.enters(uid, 'a')
    }
    await streams.check(async () => [
      { uid: 'stays', alive: true, companies: ['a', 'b'] },
      { uid: 'left', alive: true, companies: ['b'] },
      { uid: 'over', alive: false, companies: ['a'] },
    ])
    assert.deepEqual(ended, ['left', 'over'])
    assert.equal(streams.size, 1)
  })
})
