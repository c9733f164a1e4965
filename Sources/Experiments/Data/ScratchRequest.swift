import Datasets
import Diagnostics
import Foundation
import Memory
import Schema

/// What `data.scratch` asks for: where large arrays of a run lie.
enum ScratchRequest: Sendable, Hashable {
  /// In memory, unless the data may take more than half of it.
  case auto
  case never
  case folder(String)

  init(_ text: String) {
    switch text {
    case "auto": self = .auto
    case "never": self = .never
    default: self = .folder(text)
    }
  }

  /// Memory that a run takes at its peak for each byte of text: the cells as numbers, the inputs
  /// made of them, and the columns that are being worked on.
  private static let memoryPerByte = 3
  /// What gzip makes of tables of numbers, at most.
  private static let inflation = 6

  /// Makes it so, before the data are read.
  ///
  /// **Errors** a `DiagnosticsError` where the folder cannot hold the file.
  func begin(for request: DataRequest) throws -> ScratchUse? {
    let folder: String
    switch self {
    case .never:
      ScratchMemory.end()
      return nil
    case .auto:
      guard Self.neededBytes(request) > MachineMemory.byteCount / 2 else {
        ScratchMemory.end()
        return nil
      }
      folder = "."
    case .folder(let path): folder = path
    }
    do {
      try ScratchMemory.begin(in: folder)
    } catch {
      let message =
        "data.scratch must be a folder on a disk whose files can have holes (ext4, xfs, btrfs, "
        + "tmpfs); got \"\(folder)\": \(error.reason)"
      throw DiagnosticsError(
        request.marks["scratch"]?.diagnostic(id: "data-scratch", message)
          ?? Diagnostic(
            id: "data-scratch", message,
            notes: ["the data may take more than half of the memory; data.scratch: never uses it"]))
    }
    return ScratchUse(folder: folder)
  }

  /// About what a run takes in memory.
  private static func neededBytes(_ request: DataRequest) -> Int {
    request.paths.reduce(0) { sum, path in
      let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
      return sum + size * (path.hasSuffix(".gz") ? inflation : 1) * memoryPerByte
    }
  }
}

/// That large arrays lie in a file, and where.
struct ScratchUse: Sendable {
  let folder: String

  /// For the event log.
  var sentence: String {
    "large arrays lie in a nameless file in \"\(folder)\", "
      + "\(ScratchMemory.residentLimit >> 20) MB of it in memory; "
      + "\(ScratchMemory.peakByteCount >> 20) MB were needed for the data"
      + (ScratchMemory.refusedByteCount > 0
        ? "; \(ScratchMemory.refusedByteCount >> 20) MB found no room there and are in memory"
        : "")
  }
}

extension DataRequest {
  /// All files that are read, those of labels left out.
  fileprivate var paths: [String] {
    switch source {
    case .file(let file): [file.path]
    case .parts(let train, let dev, let test): [train, dev, test].compactMap { $0?.path }
    }
  }
}
