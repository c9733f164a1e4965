internal import Diagnostics
internal import Foundation
import Text

/// Catalog of known data sets with their sources and digests.
///
/// `datasets/catalog.json` is generated from it.
public struct DataCatalog: Sendable {
  public let entries: [Entry]

  public init(_ entries: [Entry]) {
    self.entries = entries
  }

  /// A data set.
  public struct Entry: Sendable, Hashable, Codable {
    public let name: String
    public let title: String
    public let files: [File]
    public let rowCount: Int
    /// Number of columns without the target.
    public let columnCount: Int
    /// regression, binary or multiclass.
    public let task: String
    public let target: String
    /// Author and origin.
    public let source: String
    public let licence: String
    public let citation: String
    /// Whether it is bundled with Assay rather than fetched.
    public let isBundled: Bool

    /// Folder of its files, relative to the working directory.
    public var folder: String { isBundled ? "datasets" : "datasets/\(name)" }
    public var byteCount: Int { files.reduce(0) { $0 + $1.byteCount } }
  }

  /// One file of a data set, as published.
  public struct File: Sendable, Hashable, Codable {
    /// Name of the file on disk.
    public let name: String
    /// nil for a bundled file.
    public let url: String?
    public let byteCount: Int
    public let sha256: String
    /// Digest of the uncompressed bytes, so that another compression of them is accepted.
    public let contentSHA256: String?
    /// Other accepted versions of the file.
    public let variants: [Variant]

    public init(
      _ name: String, url: String? = nil, byteCount: Int, sha256: String,
      contentSHA256: String? = nil, variants: [Variant] = []
    ) {
      self.name = name
      self.url = url
      self.byteCount = byteCount
      self.sha256 = sha256
      self.contentSHA256 = contentSHA256
      self.variants = variants
    }
  }

  /// An accepted version of a file other than the published one.
  public struct Variant: Sendable, Hashable, Codable {
    public let sha256: String
    /// Difference from the published file.
    public let difference: String

    public init(sha256: String, difference: String) {
      self.sha256 = sha256
      self.difference = difference
    }
  }

  public var names: [String] { entries.map(\.name) }

  public subscript(name: String) -> Entry? { entries.first { $0.name == name } }

  /// The catalog as the text of `datasets/catalog.json`.
  public func json() throws -> String {
    try JSON.text(of: entries, pretty: true) + "\n"
  }

  /// The data set with a name; `-` and `_` are equal.
  ///
  /// **Errors** `DatasetError` with a suggestion.
  public func entry(named name: String) throws -> Entry {
    if let entry = self[name.replacingOccurrences(of: "-", with: "_")] { return entry }
    throw DatasetError(
      [
        Diagnostic(
          id: "data-unknown-set", "no data set is called \"\(name)\"",
          hint: Suggestion.hint(for: name, among: names),
          notes: ["known: " + names.joined(separator: ", ")])
      ], isDataInvalid: false)
  }

  /// Hint for a missing file.
  func advice(forMissing path: String) -> [String] {
    let file = PathName(path)
    let folder = PathName(file.folder).name
    for entry in entries where !entry.isBundled {
      if entry.name == folder, entry.files.contains(where: { $0.name == file.name }) {
        return ["get it once with: assay data fetch \(entry.name)"]
      }
    }
    return []
  }
}
