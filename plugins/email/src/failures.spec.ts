import { test } from '@japa/runner'
import { Failure } from '@svyaz/core'
import { replyFailure } from './failures/smtp_reply.ts'
import { toFailure } from './failures.ts'
import { presets } from './presets.ts'

const place = { host: 'mail.example', port: 993, protocol: 'IMAP' } as const

function thrown(message: string, fields: object): Error {
  return Object.assign(new Error(message), fields)
}

test.group('SMTP replies and bounces in words', () => {
  for (const [reply, kind, code] of [
    ['421 4.7.0 Try again later, closing connection', 'transient', 'E_EMAIL_SERVER_BUSY'],
    [
      '432 4.3.2 Concurrent connections limit exceeded',
      'transient',
      'E_EMAIL_TOO_MANY_CONNECTIONS',
    ],
    ['450 4.2.0 Greylisted', 'transient', 'E_EMAIL_GREYLISTED'],
    ['451 4.7.1 Greylisting in action', 'transient', 'E_EMAIL_GREYLISTED'],
    ['451 4.3.0 Local error', 'transient', 'E_EMAIL_TRY_LATER'],
    ['452 4.2.2 Over quota', 'transient', 'E_EMAIL_MAILBOX_FULL_NOW'],
    ['452 4.3.1 Insufficient system storage', 'transient', 'E_EMAIL_TRY_LATER'],
    ['452 4.5.3 Too many recipients', 'transient', 'E_EMAIL_SERVER_BUSY'],
    ['454 4.7.0 Temporary authentication failure', 'transient', 'E_EMAIL_LOGIN_LATER'],
    ['535 5.7.8 Authentication failed', 'unauthorized', 'E_EMAIL_SMTP_LOGIN'],
    ['534 5.7.9 Application-specific password required', 'unauthorized', 'E_EMAIL_SMTP_LOGIN'],
    [
      '535 5.7.139 SmtpClientAuthentication is disabled',
      'unauthorized',
      'E_EMAIL_MICROSOFT_PASSWORD',
    ],
    [
      '550 5.7.30 Basic authentication is not supported',
      'unauthorized',
      'E_EMAIL_MICROSOFT_PASSWORD',
    ],
    ['530 5.7.0 Must issue a STARTTLS command first', 'unauthorized', 'E_EMAIL_NEEDS_STARTTLS'],
    ['530 5.7.0 Authentication required', 'unauthorized', 'E_EMAIL_SMTP_LOGIN'],
    ['550 5.1.1 User unknown', 'unreachable', 'E_EMAIL_NO_MAILBOX'],
    ['550 5.1.10 Recipient not found', 'unreachable', 'E_EMAIL_NO_MAILBOX'],
    ['550 5.4.1 Recipient address rejected', 'unreachable', 'E_EMAIL_NO_MAILBOX'],
    ['550 5.1.2 Bad destination domain', 'unreachable', 'E_EMAIL_NO_DOMAIN'],
    ['550 5.4.4 Host not found', 'unreachable', 'E_EMAIL_NO_DOMAIN'],
    ['550 5.2.1 Mailbox disabled', 'unreachable', 'E_EMAIL_MAILBOX_OFF'],
    ['550 5.4.5 Daily user sending quota exceeded', 'rate_limited', 'E_EMAIL_DAILY_LIMIT'],
    ['550 5.7.1 Daily sending limit reached', 'rate_limited', 'E_EMAIL_DAILY_LIMIT'],
    ['550 5.7.1 Message refused as spam', 'rejected', 'E_EMAIL_SPAM'],
    ['554 5.7.1 Rejected by policy', 'rejected', 'E_EMAIL_POLICY'],
    ['550 5.7.26 Unauthenticated mail', 'rejected', 'E_EMAIL_DOMAIN_NOT_PROVEN'],
    ['552 5.2.2 Mailbox full', 'rejected', 'E_EMAIL_MAILBOX_FULL'],
    ['552 5.3.4 Message too big', 'rejected', 'E_EMAIL_TOO_BIG'],
    ['552 Message size exceeds fixed limit', 'rejected', 'E_EMAIL_TOO_BIG'],
    ['553 5.1.3 Bad recipient syntax', 'rejected', 'E_EMAIL_BAD_ADDRESS'],
    ['501 5.1.3 Bad address', 'rejected', 'E_EMAIL_BAD_ADDRESS'],
    [
      '553 5.7.1 Sender address rejected: not owned by auth user',
      'rejected',
      'E_EMAIL_SENDER_NOT_OURS',
    ],
    ['554 5.7.1 Client host rejected: Access denied', 'rejected', 'E_EMAIL_RELAY_DENIED'],
    ['554 5.6.0 Content refused', 'rejected', 'E_EMAIL_CONTENT'],
    ['555 5.5.4 Unsupported parameter', 'rejected', 'E_EMAIL_NOT_SUPPORTED'],
    ['550 No such thing', 'rejected', 'E_EMAIL_REFUSED'],
  ] as const) {
    test(`"${reply}" is ${kind}: ${code}`, ({ assert }) => {
      const found = replyFailure({ code: Number(reply.slice(0, 3)), text: reply })
      assert.deepEqual([found.kind, found.code], [kind, code])
      assert.match(found.reason.ru, /[а-яё]/i)
      assert.include(found.reason.en, reply.slice(4, 20))
    })
  }

  test('a provider that sulks longer is left alone longer', ({ assert }) => {
    const error = thrown('quota', { responseCode: 550, response: '550 5.4.5 Daily limit' })
    assert.equal(toFailure(error, { preset: presets.yandex })?.data.pause?.forMs, 86_400_000)
    assert.deepEqual(toFailure(error, { preset: presets.gmail })?.data.pause, {
      forMs: 3_600_000,
      what: 'lane',
    })
  })

  test('what a server says is shown short and printable', ({ assert }) => {
    const { reason } = replyFailure({
      code: 550,
      text: `550 5.1.1 \u0007<b>${'x'.repeat(1000)}\r\n`,
    })
    assert.isBelow(reason.en.length, 320)
    assert.notMatch(reason.en, /\p{Cc}/u)
  })
})

test.group('connections in words', () => {
  for (const [fields, message, code] of [
    [{ code: 'ENOTFOUND' }, '', 'E_EMAIL_NO_SERVER'],
    [{ code: 'EDNS', originalCode: 'ENOTFOUND' }, '', 'E_EMAIL_NO_SERVER'],
    [{ code: 'EAI_AGAIN' }, '', 'E_EMAIL_DNS'],
    [{ code: 'ESOCKET', originalCode: 'ECONNREFUSED' }, '', 'E_EMAIL_PORT_CLOSED'],
    [{ code: 'ECONNREFUSED' }, '', 'E_EMAIL_PORT_CLOSED'],
    [{ code: 'CONNECT_TIMEOUT' }, '', 'E_EMAIL_NO_ANSWER'],
    [{ code: 'ETIMEDOUT', command: 'CONN' }, 'Connection timeout', 'E_EMAIL_NO_ANSWER'],
    [{ code: 'EHOSTUNREACH' }, '', 'E_EMAIL_NO_ROUTE'],
    [{ code: 'ENETUNREACH' }, '', 'E_EMAIL_NO_ROUTE'],
    [
      { code: 'ESOCKET', originalCode: 'ERR_SSL_WRONG_VERSION_NUMBER' },
      '',
      'E_EMAIL_PORT_WITHOUT_TLS',
    ],
    [{ code: 'GREETING_TIMEOUT' }, '', 'E_EMAIL_NO_GREETING'],
    [{ code: 'ETIMEDOUT' }, 'Greeting never received', 'E_EMAIL_NO_GREETING'],
    [{ code: 'EPROTOCOL' }, 'Invalid greeting', 'E_EMAIL_OTHER_PROTOCOL'],
    [{ code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED' }, '', 'E_EMAIL_CERTIFICATE_EXPIRED'],
    [{ code: 'CERT_NOT_YET_VALID' }, '', 'E_EMAIL_CERTIFICATE_EARLY'],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, '', 'E_EMAIL_CERTIFICATE_NAME'],
    [{ code: 'SELF_SIGNED_CERT_IN_CHAIN' }, '', 'E_EMAIL_CERTIFICATE_UNKNOWN'],
    [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, '', 'E_EMAIL_CERTIFICATE_UNKNOWN'],
    [{ code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' }, '', 'E_EMAIL_CERTIFICATE_UNKNOWN'],
    [{ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, '', 'E_EMAIL_CERTIFICATE_UNKNOWN'],
    [{ code: 'ERR_SSL_UNSUPPORTED_PROTOCOL' }, '', 'E_EMAIL_OLD_TLS'],
    [{ code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' }, '', 'E_EMAIL_OLD_TLS'],
    [{ tlsFailed: true }, '', 'E_EMAIL_NO_STARTTLS'],
    [{ code: 'NoConnection' }, 'Connection not available', 'E_EMAIL_CONNECTION_LOST'],
    [{ code: 'ETHROTTLE', throttleReset: 5000 }, '', 'E_EMAIL_SLOW_DOWN'],
    [{}, 'Unsupported authentication mechanism', 'E_EMAIL_NO_MECHANISM'],
    [
      { responseText: 'x', serverResponseCode: 'NONEXISTENT' },
      'Command failed',
      'E_EMAIL_NO_FOLDER',
    ],
    [{ responseText: 'x', serverResponseCode: 'TRYCREATE' }, 'Command failed', 'E_EMAIL_NO_FOLDER'],
    [
      { responseText: 'x', serverResponseCode: 'OVERQUOTA' },
      'Command failed',
      'E_EMAIL_OUR_MAILBOX_FULL',
    ],
    [{ responseText: 'Internal error' }, 'Command failed', 'E_EMAIL_SERVER'],
  ] as const) {
    test(`${JSON.stringify(fields)} ${message} is ${code}`, ({ assert }) => {
      const failure = toFailure(thrown(message, fields), { place })
      assert.equal(failure?.code, code)
      assert.match(failure?.data.reason.ru ?? '', /[а-яё]/i)
    })
  }

  test('an unknown error is left to core, a Failure is kept', ({ assert }) => {
    const own = new Failure('rejected', { code: 'E_X', reason: { ru: 'x', en: 'x' } })
    assert.strictEqual(toFailure(own), own)
    assert.isUndefined(toFailure(new TypeError('bug')))
    assert.isUndefined(toFailure('text'))
  })
})

test.group('IMAP logins in words', () => {
  const refused = (fields: object) =>
    toFailure(thrown('Command failed', { authenticationFailed: true, ...fields }), {
      preset: presets.mailru,
    })

  for (const [fields, kind, code] of [
    [
      { serverResponseCode: 'AUTHENTICATIONFAILED', responseText: 'Invalid credentials' },
      'unauthorized',
      'E_EMAIL_LOGIN',
    ],
    [{ responseText: 'Application password is REQUIRED' }, 'unauthorized', 'E_EMAIL_LOGIN'],
    [
      { responseText: 'LOGIN invalid credentials or IMAP is disabled' },
      'unauthorized',
      'E_EMAIL_LOGIN',
    ],
    [{ responseText: 'Login is disabled' }, 'unauthorized', 'E_EMAIL_NEEDS_TLS'],
    [
      { serverResponseCode: 'LIMIT', responseText: 'Maximum number of connections' },
      'transient',
      'E_EMAIL_TOO_MANY_CONNECTIONS',
    ],
    [{ serverResponseCode: 'UNAVAILABLE' }, 'transient', 'E_EMAIL_TOO_MANY_CONNECTIONS'],
    [{ serverResponseCode: 'INUSE' }, 'transient', 'E_EMAIL_TOO_MANY_CONNECTIONS'],
    [
      { responseText: 'Too many simultaneous connections' },
      'transient',
      'E_EMAIL_TOO_MANY_CONNECTIONS',
    ],
    [
      { oauthError: { status: 'invalid_token' }, responseText: 'no' },
      'unauthorized',
      'E_EMAIL_OAUTH',
    ],
  ] as const) {
    test(`${JSON.stringify(fields)} is ${code}`, ({ assert }) => {
      assert.deepEqual([refused(fields)?.kind, refused(fields)?.code], [kind, code])
    })
  }

  test("a refused password names the provider's remedy and its help page", ({ assert }) => {
    const failure = refused({ serverResponseCode: 'AUTHENTICATIONFAILED' })
    assert.include(failure?.data.reason.ru ?? '', 'пароль для внешних приложений')
    assert.equal(failure?.data.link, presets.mailru.help)
  })
})
