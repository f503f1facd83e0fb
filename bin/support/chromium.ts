/** A real Chromium: one that is installed, else the npm package that ships the binary (Linux). */
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright'
import { underLock } from '../services/under_lock.ts'

const installed = [
  process.env.SVYAZ_CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Nothing of the browser's own goes to the network: a test that sees a foreign request has found a defect of ours. */
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--disable-domain-reliability',
  '--disable-features=MediaRouter,OptimizationHints',
]

/**
 * Of the shipped arguments those made for one page in a cloud function: one process ends with its first context, and
 * without web security no test proves that a page works across origins.
 */
const unwanted =
  /^--(single-process|no-zygote|disable-web-security|allow-running-insecure-content)$/

/** `more`: arguments of one spec, such as a microphone that only seems to be there. */
export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const found = installed.find((path) => path !== '' && existsSync(path))
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  if (found) return chromium.launch({ executablePath: found, args: [...quiet, ...root, ...more] })
  if (process.platform !== 'linux')
    return chromium.launch({ channel: 'chrome', args: [...quiet, ...more] })
  const shipped = (await import('@sparticuz/chromium')).default
  // Two runs at once would unpack into the same folder.
  const lock = join(tmpdir(), 'svyaz-chromium.lock')
  const executablePath = await underLock(lock, () => shipped.executablePath())
  const args = shipped.args.filter((argument) => !unwanted.test(argument))
  const launch = () =>
    chromium.launch({ executablePath, args: [...args, ...quiet, ...root, ...more] })
  // Seen once in some hundred starts: it ends with a segmentation fault before it answers.
  return launch().catch(launch).catch(launch)
}
