import Diagnostics
import Schema
import Specification

extension ExperimentRule {
  static let splitFractions = ExperimentRule(
    "split-fractions", "The fractions of dev and test leave rows for train.",
    badExample: ["data.split.dev=0.5", "data.split.test=0.5"],
    .spec(.error) { spec in
      guard let dev = spec.at("data.split.dev"), let test = spec.at("data.split.test"),
        let devFraction = dev.asNumber, let testFraction = test.asNumber,
        devFraction + testFraction >= 1
      else { return [] }
      return [
        RuleViolation(
          at: (test.isWritten ? test : dev).origin.mark,
          "data.split.dev + data.split.test must be below 1; got "
            + Literal.number(devFraction + testFraction).word)
      ]
    })

  static let numberSeparators = ExperimentRule(
    "number-separators", "The decimal separator is not the separator of thousands.",
    badExample: ["data.csv={thousands: .}"],
    .spec(.error) { spec in
      guard let thousands = spec.at("data.csv.thousands"),
        spec.at("data.csv.decimal")?.asString ?? "." == thousands.asString
      else { return [] }
      return [
        RuleViolation(
          at: thousands.origin.mark,
          "data.csv.thousands must be another character than data.csv.decimal; got "
            + "\"\(thousands.literal.word)\" for both")
      ]
    })

  static let everyRemainder = ExperimentRule(
    "every-remainder", "The `remainder` of a split by `every` is less than `every`.",
    badExample: ["data.split.by={every: 5, remainder: 5}"],
    .spec(.error) { spec in
      guard let every = spec.at("data.split.by.every"),
        let remainder = spec.at("data.split.by.remainder"), let period = every.asNumber,
        let value = remainder.asNumber, value >= period
      else { return [] }
      return [
        RuleViolation(
          at: remainder.origin.mark,
          "data.split.by.remainder must be less than every, \(every.literal.word); "
            + "got \(remainder.literal.word)")
      ]
    })

  static let columnRoles = ExperimentRule(
    "column-role", "A column has one role: target, row id, weight, splitting or input.",
    badExample: ["data.row_id=species"],
    .spec(.error) { spec in
      var uses: [(use: String, column: String, mark: Mark?)] = []
      for key in ["data.target", "data.row_id", "data.weight"] {
        if let node = spec.at(key), let column = node.asString {
          uses.append((key, column, node.origin.mark))
        }
      }
      // Rows may be split by an id or a weight, and a column they are split by may be an input.
      let method = spec.at("data.split.by")?.asMapping.first
      let splitting = method?.value.asString.map {
        (use: "data.split.by", column: $0, mark: method?.value.origin.mark)
      }
      let features = (spec.at("data.features")?.asMapping ?? []).map {
        (use: "data.features.\($0.key)", column: $0.key, mark: $0.value.origin.mark)
      }
      func clash(
        _ use: (use: String, column: String, mark: Mark?),
        with others: [(use: String, column: String, mark: Mark?)]
      ) -> RuleViolation? {
        others.first { $0.column == use.column }.map {
          RuleViolation(
            at: use.mark,
            "\(use.use) must be another column than \($0.use); got \"\(use.column)\"")
        }
      }
      return uses.enumerated().compactMap { clash($1, with: Array(uses.prefix($0))) }
        + features.compactMap { clash($0, with: uses) }
        + [splitting].compactMap { $0 }.compactMap {
          clash($0, with: uses.filter { $0.use == "data.target" })
        }
    })
}
