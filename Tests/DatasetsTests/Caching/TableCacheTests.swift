import Diagnostics
import Foundation
import LinearAlgebra
import Testing

@testable import Datasets

@Suite struct TableCacheTests {
  let folder: TemporaryFolder
  private let text = "n,t\n1,\"ä\nb\"\n,x\n-2.5e-3,\n4,x\n"

  init() throws { folder = try TemporaryFolder() }

  private var cache: String { folder.path + "/cache" }

  /// A file that nobody wrote to for a minute.
  private func settled(_ name: String, _ bytes: [UInt8]) throws -> String {
    let path = try folder.file(name, bytes)
    try setWritten(path, secondsAgo: 60)
    return path
  }

  private func setWritten(_ path: String, secondsAgo seconds: Double) throws {
    let date = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 - seconds).rounded())
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
  }

  private func table(
    _ path: String, format: DataRequest.Format = .csv, options: ReadingOptions = ReadingOptions()
  ) throws -> FileTable {
    let file = DataRequest.FilePath(path)
    return try TableCache(folder: cache).table(of: file, format: format, options: options) {
      try TableReaderCatalog.reader(for: format).read(file, options: $0)
    }
  }

  private var keptNames: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: cache)) ?? []).sorted()
  }

  @Test func aTableComesBackAsItWasRead() throws {
    let path = try settled("d.csv", Array(text.utf8))
    let first = try table(path)
    #expect(first.cacheUse?.isNew == true)
    let second = try table(path)
    #expect(second.cacheUse?.isNew == false)
    for table in [first, second] {
      #expect(table.rowCount == 4)
      #expect(table.columns.map(\.name) == ["n", "t"])
      #expect(table.columns[0].numbers.map(\.description) == ["1.0", "nan", "-0.0025", "4.0"])
      #expect(table.columns[1].texts == ["ä\nb", "x", nil, "x"])
      #expect((0..<4).map { table.lines.line(of: $0) } == [2, 4, 5, 6])
    }
    #expect(first.sources == second.sources)
    #expect(second.sources.first?.sha256 == SHA256.digest(of: Array(text.utf8)))
    #expect(second.sources.first?.byteCount == text.utf8.count)
  }

  @Test func eachWayOfReadingIsKeptForItself() throws {
    let path = try settled("d.csv", Array("a;b\n1,5;x\n-1;y\n".utf8))
    var decimal = ReadingOptions()
    decimal.csv.decimal = ","
    var missing = decimal
    missing.csv.missing.byColumn = ["a": ["-1"]]
    var other = decimal
    other.csv.missing.byColumn = ["b": ["-1"]]
    let all = [ReadingOptions(), decimal, missing, other]
    for options in all { #expect(try table(path, options: options).cacheUse?.isNew == true) }
    let kept = try all.map { try table(path, options: $0) }
    #expect(kept.allSatisfy { $0.cacheUse?.isNew == false })
    #expect(kept[0].columns[0].texts == ["1,5", "-1"])
    #expect(kept[1].columns[0].numbers == [1.5, -1])
    #expect(kept[2].columns[0].numbers.map(\.isNaN) == [false, true])
    #expect(kept[3].columns[0].numbers == [1.5, -1])
    #expect(kept[0].warnings.map(\.id) == ["csv-guessed-delimiter"])
  }

  @Test func bytesOfGzippedImagesComeBack() throws {
    // Two images of 1 × 3 pixels.
    let idx: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 250, 251, 252]
    let path = try settled("x.idx.gz", try folder.gzipped(idx))
    _ = try table(path, format: .idx)
    let kept = try table(path, format: .idx)
    #expect(kept.cacheUse?.isNew == false)
    #expect(kept.columns.map(\.values.byteElements) == [[1, 250], [2, 251], [3, 252]])
  }

  @Test func everyQueryOfADatabaseHasItsOwnTable() throws {
    let path = try settled("n.sqlite", FixtureFile.bytes("numbers.sqlite"))
    func table(_ query: String?) throws -> FileTable {
      let file = DataRequest.FilePath(database: path, query: query)
      let options = ReadingOptions()
      return try TableCache(folder: cache).table(of: file, format: .sqlite, options: options) {
        try SQLiteReader().read(file, options: $0)
      }
    }
    #expect(try table("SELECT a FROM numbers").columns.map(\.numbers) == [[0, 2, 4]])
    #expect(try table("SELECT b FROM numbers").columns.map(\.numbers) == [[1, 3, 5]])
    #expect(try table(nil).columns.map(\.name) == ["a", "b"])
    let kept = try table("SELECT a FROM numbers")
    #expect(kept.cacheUse?.isNew == false)
    #expect(kept.columns.map(\.numbers) == [[0, 2, 4]])
    _ = try folder.file("n.sqlite-wal", "changes")
    #expect(throws: DatasetError.self) { try table("SELECT a FROM numbers") }
  }

  @Test func sparseTablesStaySparse() throws {
    let path = try settled("x.svm", Array("1 3:2\n0 1:1\n".utf8))
    _ = try table(path, format: .svmlight)
    let kept = try table(path, format: .svmlight)
    #expect(kept.cacheUse?.isNew == false)
    #expect(kept.isSparse)
    #expect(kept.columns.map(\.numbers) == [[1, 0], [0, 1], [0, 0], [2, 0]])
  }

  @Test func keptColumnsAreMapped() throws {
    let path = try settled("d.csv", Array(text.utf8))
    for table in [try table(path), try table(path)] {
      for column in table.columns { #expect(column.isMapped) }
    }
  }

  @Test func largeColumnsOfAJustWrittenFileAreInAFileWithoutAName() throws {
    let rowCount = 200_000
    let cells = (0..<rowCount).map { "\($0)\n" }.joined()
    let path = try folder.file("d.csv", "a\n" + cells)
    let table = try table(path)
    #expect(table.cacheUse == nil)
    #expect(table.columns[0].isMapped)
    #expect(table.columns[0].numbers == (0..<rowCount).map(Double.init))
    #expect(keptNames == [])
  }

  @Test func aChangeOfTheFileIsSeenThoughSizeAndTimeAreTheSame() throws {
    let path = try settled("d.csv", Array("a,b\n1,2\n".utf8))
    let date = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    _ = try table(path)
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seek(toOffset: 4)
    try handle.write(contentsOf: Data("7".utf8))
    try handle.close()
    try FileManager.default.setAttributes(
      [.modificationDate: try #require(date)], ofItemAtPath: path)
    let changed = try table(path)
    #expect(changed.columns[0].numbers == [7])
    #expect(changed.cacheUse?.isNew == true)
    #expect(keptNames.count == 1)
  }

  @Test func aFileThatWasJustWrittenIsNotKept() throws {
    let path = try folder.file("d.csv", "a,b\n1,2\n")
    #expect(try table(path).cacheUse == nil)
    #expect(keptNames == [])
    let stamp = try #require(FileStamp(path: path))
    #expect(!stamp.isSettled(at: stamp.written[0] + 2))
    #expect(stamp.isSettled(at: stamp.written[0] + 3))
  }

  @Test func eachWayOfReadingHasATableOfItsOwn() throws {
    let path = try settled("d.csv", Array("a,b\n1, ?\n2,3\n".utf8))
    var ways = [ReadingOptions()]
    for change: (inout ReadingOptions) -> Void in [
      { $0.limit = 1 }, { $0.csv.isTrimmed = true }, { $0.csv.missing = ["?"] },
      { $0.csv.hasHeader = false }, { $0.csv.hasHeader = true }, { $0.csv.comment = "2" },
      { $0.csv.columns = ["a", "b"] }, { $0.csv.delimiter = "," }, { $0.textColumns = ["a"] },
      { $0.expectedNames = ["a"] }, { $0.target = "b" },
    ] {
      ways.append(ReadingOptions())
      change(&ways[ways.count - 1])
    }
    for options in ways {
      #expect(try table(path, options: options).cacheUse?.isNew == true)
    }
    #expect(keptNames.count == ways.count)
    #expect(try table(path, options: ways[1]).rowCount == 1)
    #expect(try table(path, options: ways[9]).columns[0].texts == ["1", "2"])
  }

  @Test func theWarningsOfReadingComeBack() throws {
    let path = try settled("d.csv", Array("a;b\n1;2\n3;4\n".utf8))
    let first = try table(path).warnings
    #expect(first.map(\.id) == ["csv-guessed-delimiter"])
    let second = try table(path)
    #expect(second.cacheUse?.isNew == false)
    #expect(second.warnings == first)
  }

  @Test(arguments: [0, 4, 12, 40, 200]) func aDamagedTableIsReadAnew(length: Int) throws {
    let path = try settled("d.csv", Array(text.utf8))
    _ = try table(path)
    let kept = cache + "/" + (try #require(keptNames.first))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: kept))
    try bytes.prefix(length).write(to: URL(fileURLWithPath: kept))
    let again = try table(path)
    #expect(again.cacheUse?.isNew == true)
    #expect(again.columns[1].texts == ["ä\nb", "x", nil, "x"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: kept)).count == bytes.count)
  }

  @Test func bytesBehindATableAreNoTable() throws {
    let path = try settled("d.csv", Array(text.utf8))
    _ = try table(path)
    let kept = cache + "/" + (try #require(keptNames.first))
    let handle = try #require(FileHandle(forWritingAtPath: kept))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data([0]))
    try handle.close()
    #expect(try table(path).cacheUse?.isNew == true)
  }

  @Test func aFolderThatCannotBeWrittenIsAWarning() throws {
    let path = try settled("d.csv", Array(text.utf8))
    _ = try folder.file("cache", "a file in the way")
    let table = try table(path)
    #expect(table.rowCount == 4)
    #expect(
      table.warnings.map { folder.shortened($0.message) } == [
        "the table of \"d.csv\" cannot be kept in \"cache\": Not a directory"
      ])
  }

  @Test func nothingElseIsLeftInTheFolder() throws {
    let path = try settled("d.csv", Array(text.utf8))
    _ = try table(path)
    #expect(keptNames.allSatisfy { $0.hasPrefix("d.csv-") && $0.hasSuffix(".table") })
    #expect(keptNames.count == 1)
  }

  @Test func loadingTellsWhereTheTablesCameFrom() throws {
    let path = try settled("d.csv", Array("x,y\n1,2.5\n2,3.5\n3,9.5\n".utf8))
    var request = request(path)
    #expect(try DatasetLoader().load(request).cacheUses == [])
    request.cache = cache
    let sentences = try (0..<2).map { _ in
      folder.shortened(try #require(try DatasetLoader().load(request).cacheUses.first).sentence)
    }
    let place = "cache/" + (try #require(keptNames.first))
    #expect(
      sentences == [
        "the table of \"d.csv\" is kept in \"\(place)\"",
        "\"d.csv\" is unchanged: its table was taken from \"\(place)\"",
      ])
  }

  /// A byte of a cell, of a text and of the header: the source is read again.
  @Test(arguments: [64, 128, 40, -3]) func changedBytesAreNoTable(place: Int) throws {
    let path = try settled("d.csv", Array(text.utf8))
    let cells = try table(path).columns[0].numbers.map(\.bitPattern)
    let kept = cache + "/" + (try #require(keptNames.first))
    var bytes = try Data(contentsOf: URL(fileURLWithPath: kept))
    bytes[place < 0 ? bytes.count + place : place] ^= 1
    try bytes.write(to: URL(fileURLWithPath: kept))
    let again = try table(path)
    #expect(again.cacheUse?.isNew == true)
    #expect(again.columns[0].numbers.map(\.bitPattern) == cells)
    #expect(try table(path).cacheUse?.isNew == false)
  }
}

extension Column {
  fileprivate var isMapped: Bool {
    switch values {
    case .numbers(let numbers): numbers.isMapped
    case .bytes(let bytes): bytes.isMapped
    case .categories(let codes, _): codes.isMapped
    }
  }
}
