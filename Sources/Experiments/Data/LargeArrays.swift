import Datasets
import Diagnostics
import Foundation
import LinearAlgebra
import Memory
import Schema

/// The file that the large arrays of a run are put into.
struct LargeArrays: Sendable {
  let folder: String
  let file: ScratchFile

  /// Bytes of memory that a run takes at its peak for each byte of text: the cells as numbers, the
  /// inputs made of them, and the columns that are being worked on.
  private static let memoryPerByte = 3
  /// The most that gzip makes of tables of numbers.
  private static let inflation = 6

  /// A file in the folder of `data.cache`, or in the working directory when the data may take more
  /// than half of the memory; otherwise nil, and arrays are in memory.
  ///
  /// **Errors** `DiagnosticsError` when the folder cannot hold the file
  init?(for request: DataRequest) throws {
    guard request.cache != nil || Self.neededBytes(request) > MachineMemory.byteCount / 2
    else { return nil }
    folder = request.cache ?? "."
    do {
      // A folder that cannot be created shows when the file is created.
      try? FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      file = try ScratchFile(in: folder)
    } catch {
      let message =
        "data.cache must be a folder that can be written to; got \"\(folder)\": \(error.reason)"
      throw DiagnosticsError(
        request.marks["cache"]?.diagnostic(id: "data-cache", message)
          ?? Diagnostic(
            id: "data-cache", message,
            notes: ["the data may take more than half of the memory; data.cache names a folder"]))
    }
  }

  /// For the event log.
  var sentence: String {
    "large arrays are in a file in \"\(folder)\": \(file.peakByteCount >> 20) MB for the data"
      + (file.refusedByteCount > 0
        ? "; \(file.refusedByteCount >> 20) MB did not fit on the disk and are in memory" : "")
  }

  /// About what a run takes in memory.
  private static func neededBytes(_ request: DataRequest) -> Int {
    request.paths.reduce(0) { sum, path in
      let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
      return sum + size * (path.hasSuffix(".gz") ? inflation : 1) * memoryPerByte
    }
  }
}

extension DataRequest {
  /// The files of the rows, without those of labels.
  fileprivate var paths: [String] {
    switch source {
    case .file(let file): [file.path]
    case .parts(let train, let dev, let test): [train, dev, test].compactMap { $0?.path }
    }
  }
}
