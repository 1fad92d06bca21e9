/** CPU time of this process since its start: the same on a busy machine as on one that does nothing else. */
export function cpuMicroseconds (): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
