import Evaluation
import LinearAlgebra
import Schema
import Text

extension PredictionsFile {
  /// Why a file of predictions cannot be read; `RunStore` adds the run.
  struct ReadingFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// From 1; records, not lines, where a field holds a line break.
    let record: Int
    let reason: String

    var description: String { "\(PredictionsFile.name), record \(record): \(reason)" }
  }

  /// The parts of a file that `bytes(of:)` wrote, in the file's order.
  ///
  /// The file has the names of the rows, not their ids: `Predictions.rowIDs` are positions in the
  /// part.
  public static func parts(from bytes: [UInt8]) throws -> [Part] {
    var records = CSV.Records(bytes)
    func failure(_ reason: String) -> ReadingFailure {
      ReadingFailure(record: records.count, reason: reason)
    }
    func nextRecord() throws -> [String]? {
      do { return try records.next() } catch { throw failure(error.description) }
    }
    guard let header = try nextRecord(), header.starts(with: fixedColumns) else {
      throw ReadingFailure(
        record: 1, reason: "the columns must begin with \(fixedColumns.joined(separator: ","))")
    }
    let isWeighted = header.dropFirst(fixedColumns.count).first == weightColumn
    let firstOutput = fixedColumns.count + (isWeighted ? 1 : 0)
    let classNames = header.dropFirst(firstOutput).map { String($0.dropFirst(2)) }
    let indices = Dictionary(
      classNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var drafts: [Draft] = []
    while let fields = try nextRecord() {
      guard fields.count == header.count else {
        throw failure("\(header.count) fields are needed; got \(fields.count)")
      }
      guard let part = Schema.Part(rawValue: fields[0]) else {
        throw failure("\"\(fields[0])\" is no part")
      }
      if drafts.last?.name != part { drafts.append(Draft(name: part)) }
      func number(_ field: String) throws -> Double {
        guard let number = Double(field) else { throw failure("\"\(field)\" is no number") }
        return number
      }
      let numbers = try (classNames.isEmpty ? fields[3...3] : fields[firstOutput...]).map(number)
      let truth: Double
      if classNames.isEmpty {
        truth = try number(fields[2])
      } else {
        guard let index = indices[fields[2]] else {
          throw failure("\"\(fields[2])\" is no class of the header")
        }
        truth = Double(index)
      }
      drafts[drafts.count - 1].add(rowName: fields[1], truth: truth, outputs: numbers)
      if isWeighted {
        let weight = try number(fields[fixedColumns.count])
        guard weight >= 0, weight.isFinite else {
          throw failure("a weight must be a finite number of at least 0; got \(weight)")
        }
        drafts[drafts.count - 1].weights.append(weight)
      }
    }
    return drafts.map { $0.part(classNames: classNames) }
  }

  private static let fixedColumns = ["part", "id", "truth", "prediction"]
  private static let weightColumn = "weight"

  /// A part on its way.
  private struct Draft {
    let name: Schema.Part
    var rowNames: [String] = []
    var truth: [Double] = []
    var outputs: [Double] = []
    /// Empty without a column of weights.
    var weights: [Double] = []

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
            rowCount: rowNames.count, columnCount: max(1, classNames.count), storage: outputs),
          weights: weights.isEmpty ? nil : weights))
    }
  }
}
