import Datasets
import Findings
import Foundation
import Learning
import Schema
import Text

extension Threshold {
  fileprivate static let sentinelGap = Threshold(
    "SD17", 3, "distance of a code such as -999 from the other values, relative to their span")
  fileprivate static let scaleRatio = Threshold.fixed(
    "SD17", 10, "ratio of a column's interquartile ranges in two parts")
}

extension CheckEntry {
  static let suspiciousScales = CheckEntry(
    code: "SD17", title: "codes for missing values, or mixed units", stage: .data, worst: .warn,
    summary: "A column of numbers has a single unit and no codes such as -999.",
    formula: "a value of nines (or their negative) at the end of the column's range, in at "
      + "least 3 rows and 3 spans (1st to 99th percentile of the rest) away; or more than 0.1 % "
      + "of the values beyond 30 robust deviations in a cluster two decades away; or "
      + "interquartile ranges of train and another part that differ tenfold",
    threshold: .sentinelGap,
    fixedLimits: [.scaleRatio],
    source: "robust z-score, Iglewicz and Hoaglin 1993; skewed units in the DeepCrime mutations",
    knownFalseAlarms: "heavy tails, top-coded incomes: it never stops a run",
    cost: "one sort of at most 100,000 rows of each column of numbers",
    body: .before { context in
      let columns = context.dataset.featureColumns
      let rowLimit = min(100_000, max(500, 4_000_000 / max(1, columns.count)))
      var found: [String] = []
      var (hasSecondUnit, hasDrift) = (false, false)
      var codes: [Double: [String]] = [:]
      for column in columns {
        guard case .numbers = column.values else { continue }
        let train = column.sortedNumbers(at: context.dataset.split.train.evenly(rowLimit))
        guard train.count >= 30 else { continue }
        if let (code, text) = sentinel(in: train, gap: context.limit(.sentinelGap)) {
          found.append("\"\(column.name)\" \(text)")
          codes[code, default: []].append(column.name)
          continue
        }
        if let text = secondUnit(in: train) {
          found.append("\"\(column.name)\" \(text)")
          hasSecondUnit = true
          continue
        }
        for part in [Part.dev, .test] {
          let other = column.sortedNumbers(at: context.dataset.split[part].evenly(rowLimit))
          guard other.count >= 30 else { continue }
          let ratio = quartileDistance(of: other) / quartileDistance(of: train)
          let limit = context.limit(.scaleRatio)
          if ratio.isFinite, ratio > limit || (ratio > 0 && ratio < 1 / limit) {
            found.append(
              "\"\(column.name)\" is \(NumberFormat.number(ratio)) times as wide in \(part)")
            hasDrift = true
            break
          }
        }
      }
      guard let first = found.first else {
        return .passed("no codes or second units among the numbers", value: 0)
      }
      let trainCount = context.dataset.split.train.count
      let isSample = trainCount > rowLimit
      let sample = isSample ? " (of \(NumberFormat.count(rowLimit, "row")) looked at)" : ""
      // A code of one column stands for missing values in each column that ends in it.
      for (code, names) in codes {
        for column in columns where !names.contains(column.name) {
          guard case .numbers = column.values else { continue }
          let values = column.sortedNumbers(at: context.dataset.split.train.evenly(rowLimit))
          let rest = values.filter { $0 != code }
          guard rest.count < values.count, let least = rest.first, let greatest = rest.last,
            code < least || code > greatest
          else { continue }
          codes[code, default: []].append(column.name)
        }
      }
      let named = codes.sorted { $0.key < $1.key }.map { code, names in
        "\(NumberFormat.typed(code)) stands for missing values in \(Quoting.list(names))"
      }
      let more =
        found.count > 1 ? ", and \(NumberFormat.count(found.count - 1, "more column"))" : ""
      return Finding(
        verdict: .warning, message: first + sample + more, value: Double(found.count), threshold: 0,
        evidence: [.text(title: "columns", text: found.prefix(20).joined(separator: "; "))],
        causes: named + (hasSecondUnit ? ["two units in one column"] : [])
          + (hasDrift
            ? ["a drift between the parts: scaled, or with added noise, in one of them alone"]
            : []),
        remedy: "list codes in data.csv.missing, use one unit per column in the source, or use "
          + "preprocessing.scale: robust",
        edits: codes.isEmpty ? nil : context.missingCodesEdit(codes.keys.sorted()).map { [$0] })
    })
}

extension GateContext {
  /// Lists codes for missing values beside the texts that are listed already; nil where columns have
  /// lists of their own.
  fileprivate func missingCodesEdit(_ codes: [Double]) -> SpecEdit? {
    let listed: [String]
    switch variants?.value(at: .missing) {
    case .list(let tokens)?:
      listed = tokens.compactMap { token in
        switch token {
        case .string(let text): text
        case .integer(let integer): String(integer)
        case .number(let number): NumberFormat.typed(number)
        default: nil
        }
      }
    case nil: listed = MissingTokens.usual.general
    default: return nil
    }
    let texts = (listed + codes.map(NumberFormat.typed)).map(YAML.quoted)
    return SpecEdit(.missing, "[\(texts.joined(separator: ", "))]")
  }
}

extension Column {
  fileprivate func sortedNumbers(at rows: [Int]) -> [Double] {
    doubles(at: rows).filter(\.isFinite).sorted()
  }
}

/// `sorted` ends, below or above, with a repeated value of nines far from the others.
private func sentinel(in sorted: [Double], gap: Double) -> (code: Double, text: String)? {
  let codes: Set<Double> = [99, 999, 9_999, 99_999, 999_999, 9_999_999]
  for (code, isAbove) in [(sorted[0], false), (sorted[sorted.count - 1], true)] {
    guard codes.contains(abs(code)) else { continue }
    let rest = sorted.filter { $0 != code }
    let count = sorted.count - rest.count
    guard count >= 3, rest.count >= 20, let near = isAbove ? rest.last : rest.first else {
      continue
    }
    let span = rest[rest.count * 99 / 100] - rest[rest.count / 100]
    if span > 0, abs(code - near) > gap * span {
      return (
        code,
        "has \(NumberFormat.count(count, "value")) of \(NumberFormat.typed(code)), far from the rest"
      )
    }
  }
  return nil
}

/// Part of the values lies in a cluster of its own, at least two decades from the rest.
private func secondUnit(in sorted: [Double]) -> String? {
  let n = sorted.count
  let median = sorted[n / 2]
  let deviation = sorted.map { abs($0 - median) }.sorted()[n / 2] * 1.4826
  guard deviation > 0 else { return nil }
  let far = sorted.filter { abs($0 - median) > 30 * deviation }
  guard Double(far.count) > max(0.001 * Double(n), 2), far.count * 2 < n else { return nil }
  let near = sorted.filter { abs($0 - median) <= 30 * deviation }
  guard let least = far.map({ abs($0) }).min(), let greatest = near.map({ abs($0) }).max(),
    greatest > 0
  else { return nil }
  // Decades between the bulk of the two: the far cluster begins where the near one has ended.
  let typical = near.map { abs($0) }.sorted()[near.count / 2]
  guard least > 10 * greatest, typical > 0,
    log10(far.map { abs($0) }.sorted()[far.count / 2] / typical) >= 2
  else { return nil }
  return "has \(NumberFormat.count(far.count, "value")) about "
    + "\(NumberFormat.number(far[far.count / 2] / median)) times the others: two units?"
}

private func quartileDistance(of sorted: [Double]) -> Double {
  sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]
}
