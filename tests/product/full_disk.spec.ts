import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import { deliver } from '../../plugins/email/simulator/mailbox.ts'
import { allMessages } from '../support/inbox_reader.ts'
import { mail, noMail } from '../support/mail.ts'
import { anna, mailWorld, shop } from '../support/mail_world.ts'
import { MediaDisk, noMount } from '../support/media_disk.ts'
import { until } from '../support/until.ts'

test.group('The disk of the files is full', (group) => {
  const missing = noMail ?? noMount
  group.tap((one) => one.skip(missing !== undefined, missing).timeout(180_000))

  test('words arrive at once, their file when there is room again', async ({ assert }) => {
    await using disk = await MediaDisk.mount()
    await using world = await mailWorld({ product: { env: { SVYAZ_STORAGE: disk.storage } } })
    const { person } = world
    await disk.fill()
    const content = randomBytes(200_000)
    await deliver(mail(), {
      from: anna,
      to: shop,
      subject: 'full',
      text: 'the file is inside',
      attachments: [{ filename: 'price.bin', content }],
    })
    const message = await until(
      async () =>
        (await allMessages(person, 'email')).find(({ text }) => text === 'the file is inside'),
      'the words'
    )
    assert.deepInclude(message.files[0], { name: 'price.bin', media: null, lost: null })

    const refusal = await person
      .upload('own.bin', randomBytes(200_000), 'application/octet-stream')
      .then(() => '', String)
    assert.match(refusal, /E_MEDIA_STORE/)
    assert.match(refusal, /storage\/media/)

    await disk.makeRoom()
    const media = await until(
      async () => {
        const [file] = (await allMessages(person, 'email'))[0]?.files ?? []
        return file?.media ?? undefined
      },
      'the file',
      120_000
    )
    const answer = await person.request('GET', `/media/${media}`)
    assert.isTrue(Buffer.from(await answer.arrayBuffer()).equals(content), 'byte for byte')
    await person.upload('own.bin', randomBytes(200_000), 'application/octet-stream')
  })
})
