import Diagnostics
import Foundation
import Testing

@testable import Datasets

@Suite struct DataFetcherTests {
  let folder: TemporaryFolder
  private let bytes = [UInt8]((0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })

  init() throws { folder = try TemporaryFolder() }

  /// A catalog of one set whose publisher is a file of this machine.
  private func fetcher(
    url: String? = nil, sha256: String? = nil, contentSHA256: String? = nil,
    variants: [DataCatalog.Variant] = []
  ) throws -> DataFetcher {
    let published = try folder.file("published", bytes)
    let file = DataCatalog.File(
      "numbers.bin", url: url ?? "file://\(published)", byteCount: bytes.count,
      sha256: sha256 ?? SHA256.digest(of: bytes), contentSHA256: contentSHA256, variants: variants)
    return DataFetcher(
      catalog: DataCatalog([
        DataCatalog.Entry(
          name: "some_numbers", title: "", files: [file], rowCount: 1, columnCount: 1,
          task: "regression", target: "y", source: "", licence: "", citation: "",
          isBundled: false)
      ]))
  }

  private var target: String { "\(folder.path)/got" }

  private func contents(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private func failure(_ body: () throws -> Void) -> [String] {
    do {
      try body()
      return []
    } catch let error as DatasetError { return folder.messages(of: error) } catch {
      return ["\(error)"]
    }
  }

  @Test func fetchesOnceAndChecksAgain() throws {
    let fetcher = try fetcher()
    var last: DataFetcher.Progress?
    let first = try fetcher.fetch("some_numbers", from: .publisher, into: target) { last = $0 }
    #expect(first == [.init(path: "\(target)/numbers.bin", wasPresent: false, remark: nil)])
    #expect(try contents(first[0].path) == bytes)
    #expect(last?.receivedByteCount == bytes.count)
    #expect(last?.totalByteCount == bytes.count)
    let second = try fetcher.fetch("some-numbers", from: .publisher, into: target)
    #expect(second.map(\.wasPresent) == [true])
    #expect(try FileManager.default.contentsOfDirectory(atPath: target) == ["numbers.bin"])
  }

  @Test func goesOnWhereItWasInterrupted() throws {
    let fetcher = try fetcher()
    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
    _ = try folder.file("got/numbers.bin.part", Array(bytes.prefix(123_456)))
    let outcome = try fetcher.fetch("some_numbers", from: .publisher, into: target)
    #expect(try contents(outcome[0].path) == bytes)
    // A whole part only needs its name; one that is too long starts over.
    for part in [bytes, bytes + [1]] {
      try FileManager.default.removeItem(atPath: outcome[0].path)
      _ = try folder.file("got/numbers.bin.part", part)
      _ = try fetcher.fetch("some_numbers", from: .publisher, into: target)
      #expect(try contents(outcome[0].path) == bytes)
    }
  }

  @Test func aWrongDigestNamesBothAndLeavesNothing() throws {
    let wrong = String(repeating: "0", count: 64)
    let messages = failure {
      _ = try fetcher(sha256: wrong).fetch("some_numbers", from: .publisher, into: target)
    }
    #expect(
      messages == [
        "error: \"got/numbers.bin.part\" must have the SHA-256 \(wrong); got "
          + SHA256.digest(of: bytes)
      ])
    #expect(try FileManager.default.contentsOfDirectory(atPath: target) == [])
  }

  @Test func aFileThatIsThereIsNeverReplaced() throws {
    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
    let mine = try folder.file("got/numbers.bin", "mine")
    let messages = failure {
      _ = try fetcher().fetch("some_numbers", from: .publisher, into: target)
    }
    #expect(messages[0].hasSuffix("= move it away to fetch the published file again"))
    #expect(try contents(mine) == Array("mine".utf8))
  }

  @Test func withoutANetworkItSaysWhatToDo() throws {
    // Port 9 of this machine refuses; no name has to be resolved.
    let messages = failure {
      _ = try fetcher(url: "http://127.0.0.1:9/x").fetch(
        "some_numbers", from: .publisher, into: target)
    }
    #expect(messages[0].hasPrefix("error: cannot reach 127.0.0.1: (7) Failed to connect"))
    #expect(messages[0].hasSuffix("= if you have the files, use --from DIR"))
    let gone = failure {
      _ = try fetcher(url: "file:///no/such/file").fetch(
        "some_numbers", from: .publisher, into: target)
    }
    #expect(gone[0].hasPrefix("error: cannot get \"file:///no/such/file\": (37)"))
  }

  @Test func aFolderOfFilesWillDo() throws {
    let fetcher = try fetcher()
    for place in ["", "some_numbers", "some-numbers"] {
      let mirror = try TemporaryFolder()
      let inner = place.isEmpty ? mirror.path : "\(mirror.path)/\(place)"
      try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
      try Data(bytes).write(to: URL(fileURLWithPath: "\(inner)/numbers.bin"))
      let into = "\(target)-\(place)"
      let outcome = try fetcher.fetch("some_numbers", from: .directory(mirror.path), into: into)
      #expect(try contents(outcome[0].path) == bytes, "\(place)")
    }
    let messages = failure {
      _ = try fetcher.fetch("some_numbers", from: .directory("\(folder.path)/none"), into: target)
    }
    #expect(
      messages == [
        """
        error: "none" must hold "numbers.bin"; got no such file
             = looked for none/numbers.bin, none/some_numbers/numbers.bin, none/some-numbers/numbers.bin
        """
      ])
  }

  @Test func acceptedVariantsAreNamed() throws {
    let mirror = "\(folder.path)/mirror"
    try FileManager.default.createDirectory(atPath: mirror, withIntermediateDirectories: true)
    _ = try folder.file("mirror/numbers.bin", "other")
    let variant = DataCatalog.Variant(
      sha256: SHA256.digest(of: Array("other".utf8)), difference: "shorter")
    let outcome = try fetcher(variants: [variant]).fetch(
      "some_numbers", from: .directory(mirror), into: target)
    #expect(outcome[0].remark == "shorter")
    let packed = try folder.gzipped(bytes)
    _ = try folder.file("mirror/numbers.bin", packed)
    let other = try fetcher(contentSHA256: SHA256.digest(of: bytes)).fetch(
      "some_numbers", from: .directory(mirror), into: "\(target)-2")
    #expect(other[0].remark == "the same content, compressed otherwise")
  }
}
