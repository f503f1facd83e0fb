/** Why a server could not be reached or trusted, in words. */
import type { FailureKind, Localized } from '@svyaz/core'

export type Place = {
  readonly host: string
  readonly port: number
  readonly protocol: 'IMAP' | 'SMTP'
}

type Words = {
  readonly kind: FailureKind
  readonly code: `E_${string}`
  readonly reason: (at: Place, detail: string) => Localized
}

const noSuchServer: Words = {
  kind: 'transient',
  code: 'E_EMAIL_NO_SERVER',
  reason: ({ host }) => ({
    ru: `Сервера с именем «${host}» нет. Проверьте, правильно ли оно написано; часто это imap., smtp. или mail. и домен.`,
    en: `There is no server named "${host}". Check the spelling; it is often imap., smtp. or mail. and the domain.`,
  }),
}
const namesAway: Words = {
  kind: 'transient',
  code: 'E_EMAIL_DNS',
  reason: ({ host }) => ({
    ru: `Сейчас не удаётся узнать адрес сервера ${host}: не отвечает служба имён. Попробуем ещё раз сами.`,
    en: `The address of ${host} cannot be found at the moment: the name service does not answer. We try again by ourselves.`,
  }),
}
const refused: Words = {
  kind: 'transient',
  code: 'E_EMAIL_PORT_CLOSED',
  reason: ({ host, port }) => ({
    ru: `Сервер ${host} отвечает, но на порту ${port} ничего не работает. Обычные порты: 993, 465, 587.`,
    en: `${host} answers, but nothing listens on port ${port}. The usual ports are 993, 465, 587.`,
  }),
}
const silent: Words = {
  kind: 'transient',
  code: 'E_EMAIL_NO_ANSWER',
  reason: ({ host, port }) => ({
    ru: `Сервер ${host} не отвечает на порту ${port}. Проверьте порт и межсетевой экран; хостинги часто закрывают 25 и 465.`,
    en: `${host} does not answer on port ${port}. Check the port and the firewall; hosters often close 25 and 465.`,
  }),
}
const noRoute: Words = {
  kind: 'transient',
  code: 'E_EMAIL_NO_ROUTE',
  reason: ({ host }) => ({
    ru: `Сеть до сервера ${host} недоступна. Попробуем ещё раз; если не поможет, проверьте сеть этого сервера.`,
    en: `The network of ${host} cannot be reached. We try again; if that does not help, check this machine's network.`,
  }),
}
const plainPort: Words = {
  kind: 'transient',
  code: 'E_EMAIL_PORT_WITHOUT_TLS',
  reason: ({ port, protocol }) => ({
    ru: `Порт ${port} начинает разговор без TLS. Выберите STARTTLS (обычно ${protocol === 'IMAP' ? '143' : '587'}).`,
    en: `Port ${port} begins without TLS. Choose STARTTLS (usually ${protocol === 'IMAP' ? '143' : '587'}).`,
  }),
}
const noGreeting: Words = {
  kind: 'transient',
  code: 'E_EMAIL_NO_GREETING',
  reason: ({ host, port, protocol }) => ({
    ru: `На порту ${port} сервера ${host} не отвечает ${protocol}. Если порт ждёт TLS, выберите TLS (993 / 465); иначе проверьте, тот ли это порт.`,
    en: `No ${protocol} server answers on port ${port} of ${host}. If the port waits for TLS choose TLS (993 / 465); else check the port.`,
  }),
}
const otherProtocol: Words = {
  kind: 'transient',
  code: 'E_EMAIL_OTHER_PROTOCOL',
  reason: ({ host, port, protocol }) => ({
    ru: `На порту ${port} сервера ${host} работает другой протокол, а нужен ${protocol}. Поменяйте сервер или порт.`,
    en: `Port ${port} of ${host} speaks another protocol; ${protocol} was expected. Change the server or the port.`,
  }),
}
const expired: Words = {
  kind: 'transient',
  code: 'E_EMAIL_CERTIFICATE_EXPIRED',
  reason: ({ host }) => ({
    ru: `Срок действия сертификата сервера ${host} истёк. Его должен обновить администратор этого сервера.`,
    en: `The certificate of ${host} has expired. The administrator of that server must renew it.`,
  }),
}
const notYet: Words = {
  kind: 'transient',
  code: 'E_EMAIL_CERTIFICATE_EARLY',
  reason: ({ host }) => ({
    ru: `Сертификат сервера ${host} начинает действовать в будущем. Проверьте часы сервера и свои.`,
    en: `The certificate of ${host} starts in the future. Check that server's clock and yours.`,
  }),
}
const otherName: Words = {
  kind: 'transient',
  code: 'E_EMAIL_CERTIFICATE_NAME',
  reason: ({ host }, detail) => ({
    ru: `Сертификат выдан не для «${host}»${detail}. Укажите имя из сертификата; у хостингов это имя самого хостинга.`,
    en: `The certificate is not for "${host}"${detail}. Use a name of the certificate; with shared hosting it is the hoster's own.`,
  }),
}
const unknownAuthority: Words = {
  kind: 'transient',
  code: 'E_EMAIL_CERTIFICATE_UNKNOWN',
  reason: ({ host }) => ({
    ru: `Сертификат сервера ${host} подписан неизвестным центром или цепочка неполная. Установите полную цепочку или укажите сертификат, которому доверять.`,
    en: `The certificate of ${host} is signed by nobody we know, or its chain is incomplete. Install the full chain or give the certificate to trust.`,
  }),
}
const oldTls: Words = {
  kind: 'transient',
  code: 'E_EMAIL_OLD_TLS',
  reason: ({ host }) => ({
    ru: `Сервер ${host} умеет только устаревшее шифрование. Его нужно обновить до TLS 1.2 или новее.`,
    en: `${host} speaks outdated encryption only. It must be updated to TLS 1.2 or newer.`,
  }),
}
const noStartTls: Words = {
  kind: 'transient',
  code: 'E_EMAIL_NO_STARTTLS',
  reason: ({ host, port }) => ({
    ru: `Сервер ${host} на порту ${port} не включил шифрование STARTTLS. Без шифрования пароль не отправляется; выберите TLS (993 / 465).`,
    en: `${host} did not switch on STARTTLS on port ${port}. No password is sent without encryption; choose TLS (993 / 465).`,
  }),
}

/** By the code of Node, OpenSSL, imapflow or nodemailer. */
export const connectionWords: { readonly [code: string]: Words } = {
  ENOTFOUND: noSuchServer,
  ENODATA: noSuchServer,
  EAI_AGAIN: namesAway,
  EDNS: namesAway,
  ECONNREFUSED: refused,
  ETIMEDOUT: silent,
  CONNECT_TIMEOUT: silent,
  EHOSTUNREACH: noRoute,
  ENETUNREACH: noRoute,
  ERR_SSL_WRONG_VERSION_NUMBER: plainPort,
  GREETING_TIMEOUT: noGreeting,
  EPROTOCOL: otherProtocol,
  CERT_HAS_EXPIRED: expired,
  CERT_NOT_YET_VALID: notYet,
  ERR_TLS_CERT_ALTNAME_INVALID: otherName,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  ERR_SSL_UNSUPPORTED_PROTOCOL: oldTls,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: oldTls,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: oldTls,
  ERR_SSL_TLS_ALERT_HANDSHAKE_FAILURE: oldTls,
  ETLS: noStartTls,
  ERR_TLS_STARTTLS: noStartTls,
}

/** Codes after which the administrator may say "trust this certificate". */
export const certificateCodes: ReadonlySet<string> = new Set([
  'E_EMAIL_CERTIFICATE_UNKNOWN',
  'E_EMAIL_CERTIFICATE_NAME',
])
