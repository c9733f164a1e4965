import Diagnostics
import Glibc
import Text

/// `record.json`: one JSON object whose first line is the run's summary.
///
/// The summary line makes listing thousands of runs cheap: a reader needs the file's first line
/// and its last bytes, which show that the file is complete.
enum RecordFile {
  static let name = "record.json"
  static let headByteCount = 4096

  /// What the head of the file contains.
  enum Head {
    case missing
    case summary(RunSummary)
    case unreadable(String)
  }

  /// The file's bytes.
  ///
  /// **Errors** when the record could not be read back: such a record must not be left behind.
  static func bytes(of record: RunRecord) throws -> [UInt8] {
    let summary = try JSON.bytes(of: record.summary)
    let body = try JSON.line(of: record)
    let bytes = Array("{\"summary\":".utf8) + summary + Array(",\n".utf8) + body.dropFirst()
    _ = try Self.record(from: bytes)
    return bytes
  }

  /// The record in the bytes of a file.
  ///
  /// **Errors** `RecordFailure` for a later format and for bytes that are no record.
  static func record(from bytes: [UInt8]) throws(RecordFailure) -> RunRecord {
    guard isWhole(bytes.suffix(2)) else { throw .cut }
    do {
      let format = try JSON.value(Format.self, from: bytes)
      guard format.version <= RunRecord.formatVersion else {
        throw RecordFailure.later(format.version)
      }
      let record = try JSON.value(RunRecord.self, from: bytes)
      if let place = record.placeOfImpossibleCount {
        throw RecordFailure.malformed("\"\(place)\" has an impossible count")
      }
      return record
    } catch let failure as RecordFailure {
      throw failure
    } catch {
      throw .malformed(Self.reason(of: error))
    }
  }

  static func head(in folder: RunFolder) -> Head {
    do {
      let file = try FileDescriptor(opening: folder.path(of: name), O_RDONLY)
      let byteCount = try file.byteCount()
      guard isWhole(try file.read(2, at: max(0, byteCount - 2))[...]) else {
        return .unreadable(RecordFailure.cut.description)
      }
      let start = try file.read(min(headByteCount, byteCount))
      if let summary = summary(inFirstLineOf: start) { return accepted(summary) }
      return accepted(try record(from: file.read(byteCount)).summary)
    } catch let failure as FileFailure where [ENOENT, ENOTDIR].contains(failure.code) {
      return .missing
    } catch {
      return .unreadable(Diagnostic.words(of: error))
    }
  }

  private static func accepted(_ summary: RunSummary) -> Head {
    guard summary.version <= RunRecord.formatVersion else {
      return .unreadable(RecordFailure.later(summary.version).description)
    }
    return .summary(summary)
  }

  private static func summary(inFirstLineOf bytes: [UInt8]) -> RunSummary? {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")), end > 0 else { return nil }
    let object = bytes[..<(end - 1)] + [UInt8(ascii: "}")]
    return try? JSON.value(Summarized.self, from: object).summary
  }

  private static func isWhole(_ end: some Collection<UInt8>) -> Bool {
    Array(end) == Array("}\n".utf8)
  }

  private static func reason(of error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "\"\(key.stringValue)\" is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "\"\(Self.path(context.codingPath))\" has another type"
    default: "it is not valid JSON"
    }
  }

  /// "evaluations[0].part".
  private static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce("") { path, key in
      if let index = key.intValue { return "\(path)[\(index)]" }
      return path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)"
    }
  }

  private struct Format: Decodable {
    let version: Int
  }

  private struct Summarized: Decodable {
    let summary: RunSummary
  }
}

/// Why a record cannot be read; `RunStore` adds the run.
enum RecordFailure: Error, Sendable, Hashable, CustomStringConvertible {
  case missing
  case cut
  case later(Int)
  case malformed(String)

  var description: String {
    switch self {
    case .missing: "there is no record.json: the run has not ended by itself"
    case .cut: "record.json is cut off"
    case .later(let version):
      "record.json was written by a later Assay (format \(version); this one reads up to "
        + "\(RunRecord.formatVersion))"
    case .malformed(let reason): "record.json is damaged: \(reason)"
    }
  }
}
