/** Which reports count, and which are missing. */
import type { UserReport } from '../report/report.ts'

/**
 * One report for each user, the latest: a job that was run again leaves another. A report without an account is one of
 * the same user, if there is one of that name.
 */
export function latestOf(reports: readonly UserReport[]): readonly UserReport[] {
  const kept: UserReport[] = []
  for (const report of reports.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))) {
    if (!kept.some((each) => isSameUser(each, report))) kept.push(report)
  }
  return reports.filter((each) => kept.includes(each))
}

function isSameUser(one: UserReport, other: UserReport): boolean {
  const isSameAccount = one.account === undefined || other.account === undefined || one.account === other.account
  return sameName(one.user, other.user) && isSameAccount
}

/** The names that are expected once more than there are reports of users of that name. */
export function missingIn(reports: readonly UserReport[], expected: readonly string[]): readonly string[] {
  const left = reports.map(({ user }) => user)
  return expected.filter((name) => {
    const index = left.findIndex((each) => sameName(each, name))
    if (index !== -1) left.splice(index, 1)
    return index === -1
  })
}

/** IAM tells names apart by their letters alone, whatever their case. */
function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
