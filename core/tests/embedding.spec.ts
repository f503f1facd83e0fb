import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import { emptyProject, isOffline, type EmptyProject } from './support/empty_project.ts'
import { until } from './support/until.ts'

let project: EmptyProject | undefined

test.group('embedding, from what npm pack gives', (group) => {
  group.setup(async () => {
    try {
      project = await emptyProject(['express@5.3.0'])
    } catch (error) {
      if (!isOffline(error)) throw error
    }
    return async () => project?.[Symbol.asyncDispose]()
  })

  for (const major of [20, 24]) {
    for (const example of ['plain_http', 'express']) {
      test(`${example} on Node ${major}: a visitor writes and is answered`, async ({ assert }) => {
        const node = await project?.node(major)
        if (!project || !node) throw new Error('it should have been skipped')
        await using running = await project.start(node, example)
        const page = await pageOf(running.url)
        const path = /src="(\/hooks\/site_chat\/[^"]+\/)widget\.js"/.exec(page)?.[1] ?? ''
        const base = `${running.url}${path}`
        const loader = await fetch(`${base}widget.js`)
        assert.equal(loader.status, 200)
        assert.deepEqual(await roundTrip(base, 'Good day'), ['Thank you! We answer soon.'])
      })
        .timeout(120_000)
        .skip(
          async () => (await project?.node(major)) === undefined,
          `no package registry can be reached, or there is no Node ${major}`
        )
    }
  }
})

async function pageOf(url: string): Promise<string> {
  let page = ''
  await until(async () => {
    page = await fetch(url).then(
      (answer) => answer.text(),
      () => ''
    )
    return page !== ''
  }, 30_000)
  return page
}

/** As the visitor's page does it. */
async function roundTrip(base: string, text: string): Promise<readonly string[]> {
  const visitor = { 'x-svyaz-visitor': randomBytes(24).toString('base64url') }
  const body = JSON.stringify({ id: randomBytes(16).toString('base64url'), text, files: [] })
  const headers = { ...visitor, 'content-type': 'application/json' }
  const written = await fetch(`${base}messages`, { method: 'POST', body, headers })
  if (!written.ok) throw new Error(`not written: ${written.status} ${await written.text()}`)
  let answers: readonly string[] = []
  await until(async () => {
    const read = await fetch(`${base}lines?`, { headers: visitor })
    const { lines } = (await read.json()) as { lines: readonly { from: string; text?: string }[] }
    answers = lines.flatMap((line) => (line.from === 'us' ? [line.text ?? ''] : []))
    return answers.length > 0
  })
  return answers
}
