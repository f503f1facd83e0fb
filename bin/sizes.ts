/** The sizes of our own files, after style.md: median, 90th percentile, largest; files over 300 lines are named. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run/environment.ts'

const files = execFileSync('git', ['ls-files', '*.ts', '*.vue'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter(
    (file) =>
      file !== '' &&
      !/\.spec\.ts$|^\.adonisjs\/|^tests\/|\/tests\/|\/simulator\/|\.d\.ts$/.test(file)
  )
  .map((file) => ({
    file,
    folder: file
      .split('/')
      .slice(0, file.startsWith('plugins/') ? 2 : 1)
      .join('/'),
    lines: readFileSync(join(root, file), 'utf8').split('\n').length,
  }))

const folders = [...new Set(files.map(({ folder }) => folder))].sort()
console.log('folder                 files  median   p90   max')
for (const folder of folders) {
  const lines = files
    .filter((each) => each.folder === folder)
    .map((each) => each.lines)
    .sort((a, b) => a - b)
  const at = (share: number) =>
    String(lines[Math.min(lines.length - 1, Math.floor(lines.length * share))] ?? 0)
  console.log(
    `${folder.padEnd(22)} ${String(lines.length).padStart(5)} ${at(0.5).padStart(7)} ${at(0.9).padStart(5)} ${String(lines.at(-1) ?? 0).padStart(5)}`
  )
}
for (const { file, lines } of files
  .filter((each) => each.lines > 300)
  .sort((a, b) => b.lines - a.lines))
  console.log(`${String(lines).padStart(5)}  ${file}`)
