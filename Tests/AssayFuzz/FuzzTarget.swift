import Foundation

/// Something that reads inputs which others may have made.
struct FuzzTarget: Sendable {
  let name: String
  /// The longest that one input may take, in seconds.
  var secondsLimit: UInt32 = 20
  /// Sound inputs, from which the others are made.
  let seeds: @Sendable (Workshop) throws -> [[UInt8]]
  /// Reads an input, which is also the file `input` of the current folder.
  ///
  /// **Errors** what the reader throws; an error that no user could read is a finding.
  let read: @Sendable ([UInt8], Workshop) throws -> Void

  static let all: [FuzzTarget] = [
    .spec, .overrides, .table("csv"), .table("idx"), .table("npy"), .table("svmlight"), .record,
    .predictions, .checkpoint, .safetensors, .bundle, .reference, .cache,
  ]
}

/// A folder that a worker works in, with the committed seeds beside it.
struct Workshop: Sendable {
  /// The file that holds the input.
  static let input = "input"
  /// The folder of sound labels for the rows of arrays, by format.
  static let labels = "labels"

  let seedFolder: String

  /// The committed seeds of a target, in the order of their names.
  func committed(_ name: String) throws -> [[UInt8]] {
    let folder = "\(seedFolder)/\(name)"
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .map { try bytes(of: "\(folder)/\($0)") }
  }

  func bytes(of path: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(filePath: path)))
  }

  func text(of path: String) throws -> String {
    String(decoding: try bytes(of: path), as: UTF8.self)
  }

  func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(filePath: path))
  }
}
