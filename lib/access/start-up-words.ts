import type { CertificateDemand, Encounter, Meeting, RouteReport, StartUpReport } from './start-up-report.js'

/** The report in words for the operator: a line for each virtual root, and for each route that asks for more. */
export function startUpWords ({ certificateHost, virtualRoots, routes }: StartUpReport): string[] {
  return [
    ...virtualRoots.map((root) => wordsOf(root.virtualRoot, root, String(certificateHost))),
    ...routes.map((route) => wordsOf(`${route.methods.join(', ')} ${route.url}`, route, String(certificateHost)))
  ]
}

const certificates: Readonly<Record<CertificateDemand, string>> = {
  required: 'requires a certificate',
  optional: 'accepts a certificate',
  notAskedFor: 'asks for no certificate'
}

function wordsOf (
  what: string, { certificate, encounters }: Pick<RouteReport, 'certificate' | 'encounters'>, certificateHost: string
): string {
  const hosts = [...new Set(encounters.map(({ host }) => host))].map((host) => {
    const ofHost = encounters.filter((encounter) => encounter.host === host)
    return `${placeOf(host, certificateHost)}${meetingsOf(ofHost, certificateHost)}`
  })
  return [`${what} ${certificates[certificate]}`, ...hosts].join('; ')
}

function placeOf (host: Encounter['host'], certificateHost: string): string {
  if (host === 'anyHost') return ''
  return host === 'certificateHost' ? `on ${certificateHost} ` : 'on other hosts '
}

function meetingsOf (encounters: readonly Encounter[], certificateHost: string): string {
  const meetings = [...new Set(encounters.map(({ meets }) => meets))]
  return meetings.map((meeting) => `${whoMeets(meeting, encounters)} ${wordsFor(meeting, certificateHost)}`).join(', ')
}

/** Those who meet the same, in few words. */
function whoMeets (meeting: Meeting, encounters: readonly Encounter[]): string {
  if (encounters.every(({ meets }) => meets === meeting)) return 'every client'
  const versions = new Set(encounters.map(({ tls }) => tls))
  return [...versions].flatMap((tls) => {
    const ofVersion = encounters.filter((encounter) => encounter.tls === tls)
    const these = ofVersion.filter(({ meets }) => meets === meeting)
    const name = tls.replace('v', ' ')
    return these.length === ofVersion.length ? name : these.map(({ http }) => `${http} over ${name}`)
  }).join(' and ')
}

function wordsFor (meeting: Meeting, certificateHost: string): string {
  const words: Readonly<Record<Meeting, string>> = {
    askedInHandshake: 'is asked in the handshake',
    askedInRequest: 'is asked in the middle of the request',
    sentToHttp1: 'is told to come back on HTTP/1.1',
    sentToCertificateHost: `is sent to ${certificateHost} (GET and HEAD)`,
    misdirected: 'is refused with 421',
    refused: 'is refused with 403.7',
    goesOnWithout: 'goes on without'
  }
  return words[meeting]
}
