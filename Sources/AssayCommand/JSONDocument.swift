import Foundation
import Runs
import Sanity

/// The documents that `--json` writes; each carries the version of its form.
enum JSONDocument {
  static func text(_ document: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(document), as: UTF8.self)
  }
}

struct RunsDocument: Encodable {
  var version = 1
  let runs: [RunRecord]
}

struct ListingsDocument: Encodable {
  var version = 1
  let runs: [RunListing]
}

struct ChecksDocument: Encodable {
  var version = 1
  let gates: [GateReport]
}
