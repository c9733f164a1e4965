import Datasets
import Evaluation
import Findings
import Foundation
import Sanity
import Schema

/// All that a campaign found.
struct Results: Sendable {
  let options: Options
  let costs: [GateCost]
  let monitorCost: MonitorCost?
  let examinations: [Examination]
  /// Pairs that are no instances: harmless, or refused when read.
  let unhurting: [Trial]
  let healthy: [HealthyTrial]
  let drawn: Int
  let soundBases: [HealthyTrial]
  /// The sound pipelines of the tests, H01–H36, five seeds each; empty where none were drawn.
  let listed: [HealthyTrial]
  let sameness: Sameness
  let seconds: Int

  /// Every verdict, without times.
  var verdictFile: String {
    examinations.flatMap { one in
      ["\(one.fault.code) \(one.base.name) \(one.instance.level.rawValue)"]
        + one.verdicts.lines.map { "  \($0)" }
    }.joined(separator: "\n") + "\n"
  }

  func examinations(judging: Bool?) -> [Examination] {
    examinations.filter { judging == nil || $0.base.isJudging == judging }
  }

  /// SHA-256 of every limit of every check, in the order of the catalog.
  var thresholdsDigest: String {
    let lines = checkCatalog.entries.flatMap(\.limits).map { "\($0.code) \($0.value)\n" }
    let digest = SHA256()
    Array(lines.joined().utf8).withUnsafeBytes { digest.update($0) }
    return digest.finalize()
  }
}

/// "93.1 % (89.4–95.6), 188 of 202": a share with its Wilson interval.
func share(_ count: Int, of total: Int) -> String {
  guard total > 0 else { return "—" }
  let interval = Proportion(successCount: count, trialCount: total).wilson(level: 0.95)
  return String(
    format: "%.1f %% (%.1f–%.1f), %d of %d", 100 * Double(count) / Double(total),
    100 * interval.low, 100 * interval.high, count, total)
}

/// A table in Markdown.
func table(_ header: [String], _ rows: [[String]]) -> [String] {
  ["| \(header.joined(separator: " | ")) |", "|" + header.map { _ in "---|" }.joined()]
    + rows.map {
      "| "
        + $0.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }
        .joined(separator: " | ") + " |"
    }
}
