/** Are Dovecot and Postfix there? Installs Debian's packages where it may. */
import { execFile } from 'node:child_process'
import { access, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const tools = ['dovecot', 'doveconf', 'postfix', 'postconf', 'openssl', 'perl'] as const
const folders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin', '/usr/local/sbin', '/usr/local/bin']
const packages = ['dovecot-imapd', 'postfix', 'openssl', 'perl-base']

/** undefined: all there. Otherwise one line that says what is missing and why it could not be installed. */
export async function missingServers(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'Dovecot and Postfix run on Linux only here'
  if (process.getuid?.() !== 0) return 'Dovecot and Postfix need root'
  if (await allThere()) return undefined
  if (!(await isDebian())) {
    return 'Dovecot and Postfix are missing; only Debian and Ubuntu packages are installed by the tests'
  }
  try {
    await install()
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''
    return `Dovecot and Postfix could not be installed: ${why}`
  }
  return (await allThere()) ? undefined : 'Dovecot and Postfix are missing after apt-get install'
}

async function install(): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-q'], { env, timeout: 120_000 })
  await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages], {
    env,
    timeout: 300_000,
  })
}

async function allThere(): Promise<boolean> {
  const found = await Promise.all(tools.map((tool) => isInstalled(tool)))
  return found.every(Boolean)
}

async function isInstalled(tool: string): Promise<boolean> {
  const found = await Promise.all(folders.map((folder) => exists(`${folder}/${tool}`)))
  return found.some(Boolean)
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false
  )
}

async function isDebian(): Promise<boolean> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release)
}
