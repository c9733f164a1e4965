import Learning
import Runs
import Text

/// How the results in a file of two runs are held against each other, and what is said of them.
struct FileComparison: Sendable {
  let name: String
  /// Says what differs between contents that are not the same.
  let differences: @Sendable (_ old: [UInt8], _ new: [UInt8]) -> [String]

  static let all = [metrics, predictions, model]

  func agreement(of old: [UInt8]?, with new: [UInt8]?) -> FileAgreement {
    let found: [String] =
      switch (old, new) {
      case (let old?, let new?): old == new ? [] : differences(old, new)
      case (nil, nil): []
      case (nil, _): ["only the new run has it"]
      case (_, nil): ["only the old run has it"]
      }
    return FileAgreement(
      name: name, exists: old != nil || new != nil, isIdentical: old == new, differences: found)
  }

  static let metrics = FileComparison(name: MetricsFile.name) { old, new in
    guard let old = try? JSON.value([String: Double].self, from: old),
      let new = try? JSON.value([String: Double].self, from: new)
    else { return ["one of them cannot be read"] }
    let names = Set(old.keys).union(new.keys).sorted()
    let pairs = names.map { NumberPair(name: $0, old: old[$0], new: new[$0]) }
    return NumberPair.sentences(pairs.filter(\.isDifferent), of: pairs.count, called: "numbers")
  }

  static let predictions = FileComparison(name: PredictionsFile.name) { old, new in
    let (old, new) = (lines(old), lines(new))
    guard old.count == new.count else {
      return [
        "\(NumberFormat.count(old.count - 1, "row")) → \(NumberFormat.count(new.count - 1, "row"))"
      ]
    }
    let changed = old.indices.filter { old[$0] != new[$0] }
    guard let first = changed.first else { return ["the bytes differ, the rows do not"] }
    let pairs = changed.flatMap { index in fieldPairs(old[index], new[index], line: index + 1) }
    return ["\(changed.count) of \(old.count - 1) rows differ, the first in line \(first + 1)"]
      + NumberPair.largest(pairs)
  }

  static let model = FileComparison(name: "model.safetensors") { old, new in
    guard let old = try? Safetensors(decoding: old), let new = try? Safetensors(decoding: new)
    else { return ["one of them cannot be read"] }
    guard old.tensors.map(\.name) == new.tensors.map(\.name),
      old.tensors.map(\.shape) == new.tensors.map(\.shape)
    else { return ["the tensors have other names or shapes"] }
    let pairs = zip(old.tensors, new.tensors).flatMap { old, new in
      zip(old.doubles, new.doubles).enumerated().map { index, values in
        NumberPair(name: "\(old.name)[\(index)]", old: values.0, new: values.1)
      }
    }
    return NumberPair.sentences(pairs.filter(\.isDifferent), of: pairs.count, called: "values")
  }

  private static func lines(_ bytes: [UInt8]) -> [Substring] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }

  /// The numbers of a row that are not the same; its texts have no difference to measure.
  private static func fieldPairs(
    _ old: Substring, _ new: Substring, line: Int
  ) -> [NumberPair] {
    zip(old.split(separator: ","), new.split(separator: ",")).compactMap { old, new in
      guard old != new, let before = Double(old), let after = Double(new) else { return nil }
      return NumberPair(name: "line \(line)", old: before, new: after)
    }
  }
}

extension NamedTensor {
  fileprivate var doubles: [Double] {
    switch values {
    case .single(let values): values.map { Double($0) }
    case .double(let values): values
    }
  }
}
