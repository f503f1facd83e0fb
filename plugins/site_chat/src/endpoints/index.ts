import type { Endpoint } from '@svyaz/core'
import type { Settings } from '../settings.ts'
import { actEndpoints } from './acts.ts'
import { configEndpoint } from './config.ts'
import { contactEndpoint } from './contact.ts'
import { demoEndpoints } from './demo.ts'
import { fileEndpoint } from './file.ts'
import { linesEndpoint } from './lines.ts'
import { marksEndpoint } from './marks.ts'
import { messagesEndpoint } from './messages.ts'
import { streamEndpoint } from './stream.ts'
import { typingEndpoint } from './typing.ts'
import { uploadEndpoint } from './upload.ts'
import { createShared } from './visit.ts'
import { loaderEndpoint, moduleEndpoint } from './widget.ts'

export function endpoints(): readonly Endpoint<Settings>[] {
  const shared = createShared()
  return [
    loaderEndpoint(),
    moduleEndpoint(),
    configEndpoint(),
    linesEndpoint(shared),
    streamEndpoint(shared),
    messagesEndpoint(shared),
    ...actEndpoints(shared),
    uploadEndpoint(shared),
    fileEndpoint(),
    typingEndpoint(shared),
    contactEndpoint(shared),
    marksEndpoint(shared),
    ...demoEndpoints(),
  ]
}
