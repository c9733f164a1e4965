internal import Diagnostics
internal import Foundation
import Schema
internal import Text

/// The files that a draft is made of: one, and those beside it whose names say that they hold its dev
/// or test rows.
struct DraftedFiles {
  /// The path of the folder or file, of which the experiment has its name.
  let namesake: String
  let train: DataRequest.FilePath
  private(set) var dev: DataRequest.FilePath?
  private(set) var test: DataRequest.FilePath?

  /// In names of files, what stands for train and what stands there for another part.
  private static let words: [(train: String, part: Part, other: String)] = [
    ("training", .test, "testing"), ("training", .test, "test"), ("train", .test, "test"),
    ("Train", .test, "Test"), ("TRAIN", .test, "TEST"), ("train", .test, "t10k"),
    ("training", .dev, "validation"), ("train", .dev, "dev"), ("train", .dev, "valid"),
    ("train", .dev, "validation"), ("train", .dev, "val"),
  ]

  private static let dataExtensions: Set<String> = [
    "csv", "tsv", "tab", "data", "npy", "idx", "svm", "svmlight", "libsvm", "sqlite", "sqlite3",
  ]

  /// - Parameter path: A data file, or a folder with one, besides the files of its parts.
  init(_ path: String) throws {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    let found = exists && isFolder.boolValue ? try Self.dataFile(in: path) : path
    // The folders "." and ".." have no name.
    namesake = PathName(path).name.allSatisfy { $0 == "." } ? found : path
    let path = found
    train = Self.file(path)
    dev = Self.path(of: .dev, beside: path).map(Self.file)
    test = Self.path(of: .test, beside: path).map(Self.file)
  }

  /// The file alone.
  var alone: DataRequest.Source { .file(train) }

  /// nil if no file of another part is there.
  var parts: DataRequest.Source? {
    dev == nil && test == nil ? nil : .parts(train: train, dev: dev, test: test)
  }

  private static func file(_ path: String) -> DataRequest.FilePath {
    DataRequest.FilePath(path, labels: labels(beside: path))
  }

  /// The only file of a folder that is no part of another one.
  private static func dataFile(in folder: String) throws -> String {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    let paths = names.filter(isData).map { PathName.joined(folder, $0) }
    let belonging = Set(
      paths.flatMap { path in
        [
          self.path(of: .dev, beside: path), self.path(of: .test, beside: path),
          labels(beside: path),
        ]
        .compactMap { $0 }
      })
    let first = paths.filter { !belonging.contains($0) }
    if let only = first.first, first.count == 1 { return only }
    throw DatasetError(
      [
        Diagnostic(
          id: "data-directory", "a data file must be a file; got the directory \"\(folder)\"",
          notes: first.isEmpty ? [] : ["its data files: \(first.joined(separator: ", "))"])
      ], isDataInvalid: false)
  }

  private static func isData(_ name: String) -> Bool {
    var file = PathName(name)
    if file.fileExtension == "gz" { file = PathName(file.stem) }
    return dataExtensions.contains(file.fileExtension.lowercased())
      || file.name.hasSuffix("-ubyte")
  }

  private static func path(of part: Part, beside path: String) -> String? {
    let file = PathName(path)
    var names = words.filter { $0.part == part }.map {
      file.name.replacing($0.train, with: $0.other)
    }
    // As in the UCI repository: adult.data and adult.test.
    if part == .test, file.fileExtension == "data" { names.append(file.stem + ".test") }
    return names.filter { $0 != file.name }.map { PathName.joined(file.folder, $0) }
      .first { FileManager.default.fileExists(atPath: $0) }
  }

  /// The file of labels beside a file of images.
  private static func labels(beside path: String) -> String? {
    let file = PathName(path)
    let other = file.name.replacing("images", with: "labels").replacing("idx3", with: "idx1")
    guard other != file.name else { return nil }
    let found = PathName.joined(file.folder, other)
    return FileManager.default.fileExists(atPath: found) ? found : nil
  }
}
