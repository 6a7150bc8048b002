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

/** What is expected, `NAME` or `ACCOUNT/NAME`, once more than there are reports of such users. */
export function missingIn(reports: readonly UserReport[], expected: readonly string[]): readonly string[] {
  const left = [...reports]
  return expected.filter((each) => {
    const [, account = '', name = ''] = /^(?:(\d*)\/)?(.*)$/.exec(each) ?? []
    const isExpected = (report: UserReport) =>
      sameName(report.user, name) && (account === '' || report.account === undefined || report.account === account)
    const index = left.findIndex(isExpected)
    if (index !== -1) left.splice(index, 1)
    return index === -1
  })
}

/** IAM tells names apart by their letters alone, whatever their case. */
function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
