public import Diagnostics

/// A training's checkpoint in a run's directory: a line about the bytes, then the bytes.
///
/// The line has the format's version, the number of bytes and their checksum, so that a file that
/// was cut off or has decayed is never gone on from:
///
///     assay-checkpoint 1 2834567 8a1f0c3d5e7b9a24
public enum CheckpointFile {
  /// The latest one.
  public static let name = "checkpoint"
  /// The one before it, for when the latest is damaged.
  public static let previousName = "checkpoint.previous"

  static let formatVersion = 1
  private static let word = "assay-checkpoint"

  static func bytes(of content: [UInt8]) -> [UInt8] {
    let line = "\(word) \(formatVersion) \(content.count) \(checksum(of: content[...]))\n"
    return Array(line.utf8) + content
  }

  /// The content of a file's bytes.
  static func content(of bytes: [UInt8]) throws(CheckpointDamage) -> [UInt8] {
    guard let end = bytes.prefix(100).firstIndex(of: UInt8(ascii: "\n")) else {
      throw .noCheckpoint
    }
    let words = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ")
    guard words.count >= 2, words[0] == word, let version = Int(words[1]) else {
      throw .noCheckpoint
    }
    guard version >= 1 else { throw .noCheckpoint }
    guard version <= formatVersion else { throw .later(version) }
    guard words.count == 4, let count = Int(words[2]) else { throw .noCheckpoint }
    let content = bytes[(end + 1)...]
    guard content.count == count else { throw .cut(content.count, of: count) }
    guard words[3] == checksum(of: content) else { throw .wrongChecksum }
    return Array(content)
  }

  /// FNV-1a of 64 bits, in hexadecimal.
  ///
  /// **Source** Fowler, Noll and Vo, draft-eastlake-fnv
  static func checksum(of bytes: ArraySlice<UInt8>) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// Why the training cannot resume from a checkpoint file.
public enum CheckpointDamage: ReportableError, Sendable, Hashable, CustomStringConvertible {
  case noCheckpoint
  case later(Int)
  case cut(Int, of: Int)
  case wrongChecksum
  /// The bytes are whole and yet no training's memory.
  case malformed

  public var description: String {
    switch self {
    case .noCheckpoint: "its first line is not that of a checkpoint"
    case .later(let version):
      "it was written by a later Assay (format \(version); this one reads up to "
        + "\(CheckpointFile.formatVersion))"
    case .cut(let found, let promised): "it has \(found) bytes of \(promised)"
    case .wrongChecksum: "its checksum is wrong"
    case .malformed: "its content is not that of a training"
    }
  }

  public var diagnostics: [Diagnostic] {
    [Diagnostic(id: "checkpoint-damaged", "a checkpoint is damaged: \(description)")]
  }

  public var fault: Fault { .data }
}

extension RunDirectory {
  /// Puts a checkpoint in the place of the latest, which becomes the previous one.
  ///
  /// A crash at any moment leaves at least one of the two whole.
  public func writeCheckpoint(_ content: [UInt8]) throws {
    try change { folder in
      _ = try folder.rename(CheckpointFile.name, to: CheckpointFile.previousName)
      try folder.write(CheckpointFile.name, CheckpointFile.bytes(of: content))
    }
  }

  /// Removes the checkpoints of a run that has ended.
  public func removeCheckpoints() throws {
    try change { folder in
      try folder.remove(CheckpointFile.previousName)
      try folder.remove(CheckpointFile.name)
    }
  }
}

extension RunStore {
  /// The content of a checkpoint of a run; nil where there is none.
  ///
  /// **Errors** `CheckpointDamage`; `FileFailure`
  public func checkpoint(_ name: String, of listing: RunListing) throws -> [UInt8]? {
    try bytes(of: name, in: listing).map { try CheckpointFile.content(of: $0) }
  }
}
