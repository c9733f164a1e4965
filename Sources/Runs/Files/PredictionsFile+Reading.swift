import Evaluation
import LinearAlgebra
import Schema

extension PredictionsFile {
  /// Why a file of predictions cannot be read.
  public struct ReadingFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// From 1; records, not lines, where a field holds a line break.
    public let record: Int
    public let reason: String

    public var description: String { "\(PredictionsFile.name), record \(record): \(reason)" }
  }

  /// The parts of a file that `bytes(of:)` wrote, in the file's order.
  ///
  /// The file has the names of the rows, not their ids: `Predictions.rowIDs` are positions in the
  /// part.
  public static func parts(from bytes: [UInt8]) throws -> [Part] {
    var records = RecordReader(bytes)
    guard let header = try records.next(), header.starts(with: fixedColumns) else {
      throw ReadingFailure(
        record: 1, reason: "the columns must begin with \(fixedColumns.joined(separator: ","))")
    }
    let classNames = header.dropFirst(fixedColumns.count).map { String($0.dropFirst(2)) }
    let indices = Dictionary(
      classNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var drafts: [Draft] = []
    while let fields = try records.next() {
      guard fields.count == header.count else {
        throw records.failure("\(header.count) fields are needed; got \(fields.count)")
      }
      guard let part = Schema.Part(rawValue: fields[0]) else {
        throw records.failure("\"\(fields[0])\" is no part")
      }
      if drafts.last?.name != part { drafts.append(Draft(name: part)) }
      let numbers = try (classNames.isEmpty ? fields[3...3] : fields[4...]).map {
        guard let number = Double($0) else { throw records.failure("\"\($0)\" is no number") }
        return number
      }
      let truth: Double
      if classNames.isEmpty {
        guard let number = Double(fields[2]) else {
          throw records.failure("\"\(fields[2])\" is no number")
        }
        truth = number
      } else {
        guard let index = indices[fields[2]] else {
          throw records.failure("\"\(fields[2])\" is no class of the header")
        }
        truth = Double(index)
      }
      drafts[drafts.count - 1].add(rowName: fields[1], truth: truth, outputs: numbers)
    }
    return drafts.map { $0.part(classNames: classNames) }
  }

  private static let fixedColumns = ["part", "id", "truth", "prediction"]

  /// A part on its way.
  private struct Draft {
    let name: Schema.Part
    var rowNames: [String] = []
    var truth: [Double] = []
    var outputs: [Double] = []

    mutating func add(rowName: String, truth: Double, outputs: [Double]) {
      rowNames.append(rowName)
      self.truth.append(truth)
      self.outputs += outputs
    }

    func part(classNames: [String]) -> Part {
      Part(
        name: name, rowNames: rowNames,
        predictions: Predictions(
          task: classNames.isEmpty ? .regression : classNames.count == 2 ? .binary : .multiclass,
          classNames: classNames,
          rowIDs: Array(rowNames.indices),
          truth: classNames.isEmpty ? .values(truth) : .classes(truth.map { Int($0) }),
          outputs: Matrix(
            rowCount: rowNames.count, columnCount: max(1, classNames.count), storage: outputs)))
    }
  }
}

/// The records of a CSV text, one after the other.
private struct RecordReader {
  private let bytes: [UInt8]
  private var position = 0
  private var count = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  func failure(_ reason: String) -> PredictionsFile.ReadingFailure {
    PredictionsFile.ReadingFailure(record: count, reason: reason)
  }

  mutating func next() throws -> [String]? {
    guard position < bytes.count else { return nil }
    count += 1
    var fields: [String] = []
    while true {
      fields.append(try field())
      guard position < bytes.count else { throw failure("the file is cut off") }
      let end = bytes[position]
      position += 1
      if end == UInt8(ascii: "\n") { return fields }
    }
  }

  private mutating func field() throws -> String {
    let quote = UInt8(ascii: "\"")
    guard position < bytes.count, bytes[position] == quote else {
      let start = position
      while position < bytes.count, bytes[position] != UInt8(ascii: ","),
        bytes[position] != UInt8(ascii: "\n")
      {
        position += 1
      }
      return String(decoding: bytes[start..<position], as: UTF8.self)
    }
    var text: [UInt8] = []
    position += 1
    while position < bytes.count {
      if bytes[position] == quote {
        guard position + 1 < bytes.count, bytes[position + 1] == quote else {
          position += 1
          return String(decoding: text, as: UTF8.self)
        }
        position += 1
      }
      text.append(bytes[position])
      position += 1
    }
    throw failure("a quoted field does not end")
  }
}
