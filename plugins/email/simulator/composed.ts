/** A letter's bytes, as a client's program would write them. */
import { createTransport } from 'nodemailer'
import type { SendMailOptions } from 'nodemailer'

export async function composed(letter: SendMailOptions): Promise<Buffer> {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const { message } = await transport.sendMail(letter)
  return Buffer.isBuffer(message) ? message : Buffer.alloc(0)
}
