import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { root } from './environment.ts'

/** Programs of `node_modules/.bin` come first: among them Node 24. */
export function withLocalPrograms(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...env, PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${env.PATH ?? ''}` }
}

type RunOptions = {
  /** Output is shown only when the command fails. */
  readonly quiet?: boolean
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
}

/** Runs a command to its end; rejects with its output when it fails. */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {}
): Promise<void> {
  const program = command === 'node' ? process.execPath : command
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? root,
      env: withLocalPrograms({ ...process.env, ...options.env }),
      stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    })
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve()
      else
        reject(
          new Error(
            `${command} ${args.join(' ')} failed (${String(code ?? signal)})\n${output.slice(-6000)}`
          )
        )
    })
  })
}
