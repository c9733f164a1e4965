internal import Diagnostics
internal import Foundation
internal import Text

/// Fetches the files of a known data set and verifies their digests.
public struct DataFetcher: Sendable {
  private let catalog: DataCatalog

  public init(catalog: DataCatalog = .standard) {
    self.catalog = catalog
  }

  public enum Origin: Sendable, Hashable {
    case publisher
    /// A folder that holds the files, directly or below the data set's name.
    case directory(String)
  }

  /// Progress of a fetch.
  public struct Progress: Sendable, Hashable {
    public let fileName: String
    public let receivedByteCount: Int
    public let totalByteCount: Int
  }

  /// A file that is now in place.
  public struct Outcome: Sendable, Hashable {
    public let path: String
    /// Whether it was already present.
    public let wasPresent: Bool
    /// Difference from the published file, for an accepted variant.
    public let remark: String?
  }

  /// Fetches all missing files and verifies those that are present.
  ///
  /// A file appears under its name only once it is complete and its digest is correct.
  ///
  /// **Errors** `DatasetError`: an unknown name (spec), no connection, a file that is not in the
  /// folder, or a wrong digest, naming the expected one and the one found (data).
  public func fetch(
    _ name: String, from origin: Origin, into folder: String? = nil,
    progress: (Progress) -> Void = { _ in }
  ) throws -> [Outcome] {
    let entry = try catalog.entry(named: name)
    let target = folder ?? entry.folder
    do {
      try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
    } catch {
      throw failure(
        "data-folder", "cannot make the folder \"\(target)\": \(error.localizedDescription)")
    }
    return try entry.files.map { file in
      try bring(file, of: entry, from: origin, to: target, progress: progress)
    }
  }

  private func bring(
    _ file: DataCatalog.File, of entry: DataCatalog.Entry, from origin: Origin, to folder: String,
    progress: (Progress) -> Void
  ) throws -> Outcome {
    let path = PathName.joined(folder, file.name)
    if FileManager.default.fileExists(atPath: path) {
      let remark = try verify(
        path, file, notes: ["move it away to fetch the published file again"])
      return Outcome(path: path, wasPresent: true, remark: remark)
    }
    let part = path + ".part"
    switch origin {
    case .directory(let directory):
      try copy(try find(file, of: entry, in: directory), to: part)
    case .publisher:
      guard let url = file.url else {
        throw failure(
          "data-bundled", "\"\(file.name)\" comes with Assay and is not at \"\(path)\"",
          notes: ["restore it from the project's own datasets folder"])
      }
      try download(file, url: url, part: part, progress: progress)
    }
    do {
      let remark = try verify(part, file, notes: [])
      guard rename(part, path) == 0 else {
        throw failure(
          "data-rename", "cannot write \"\(path)\": \(String(cString: strerror(errno)))")
      }
      return Outcome(path: path, wasPresent: false, remark: remark)
    } catch {
      // A download of wrong bytes cannot be resumed.
      try? FileManager.default.removeItem(atPath: part)
      throw error
    }
  }

  private func download(
    _ file: DataCatalog.File, url: String, part: String, progress: (Progress) -> Void
  ) throws {
    let present = FileDownload.size(of: part)
    if present > file.byteCount { try? FileManager.default.removeItem(atPath: part) }
    func report(_ count: Int) {
      progress(
        Progress(
          fileName: file.name, receivedByteCount: count, totalByteCount: file.byteCount))
    }
    if present != file.byteCount {
      try FileDownload(url: url, partPath: part).run(progress: report)
    }
    report(FileDownload.size(of: part))
  }

  private func find(
    _ file: DataCatalog.File, of entry: DataCatalog.Entry, in directory: String
  ) throws -> String {
    let dashed = entry.name.replacingOccurrences(of: "_", with: "-")
    var candidates: [String] = []
    for folder in ["", entry.name, dashed] {
      let base = PathName.joined(directory, folder)
      let path = PathName.joined(base, file.name)
      if !candidates.contains(path) { candidates.append(path) }
    }
    if let found = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) {
      return found
    }
    throw failure(
      "data-not-in-folder", "\"\(directory)\" must hold \"\(file.name)\"; got no such file",
      notes: ["looked for " + candidates.joined(separator: ", ")])
  }

  private func copy(_ source: String, to target: String) throws {
    do {
      try? FileManager.default.removeItem(atPath: target)
      try FileManager.default.copyItem(atPath: source, toPath: target)
      // A copy of a read-only source must stay replaceable.
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: target)
    } catch {
      throw failure("data-copy", "cannot copy \"\(source)\": \(error.localizedDescription)")
    }
  }

  /// Difference of the file from the published one; nil if there is none.
  private func verify(
    _ path: String, _ file: DataCatalog.File, notes: [String]
  ) throws -> String? {
    let bytes = try FileBytes(path: path)
    let digest = try bytes.finishDigest()
    if digest == file.sha256 { return nil }
    if let variant = file.variants.first(where: { $0.sha256 == digest }) {
      return variant.difference
    }
    if let content = file.contentSHA256, try contentDigest(path) == content {
      return "the same content, compressed otherwise"
    }
    throw failure(
      "data-digest", "\"\(path)\" must have the SHA-256 \(file.sha256); got \(digest)", notes: notes
    )
  }

  /// Digest of the uncompressed file; empty if it cannot be uncompressed.
  private func contentDigest(_ path: String) throws -> String {
    let bytes = try FileBytes(path: path, isDigested: false)
    guard bytes.isGzipped else { return "" }
    do { return SHA256.digest(of: try bytes.readAll()) } catch is DatasetError { return "" }
  }

  private func failure(_ id: String, _ message: String, notes: [String] = []) -> DatasetError {
    DatasetError([Diagnostic(id: id, message, notes: notes)], isDataInvalid: true)
  }
}
