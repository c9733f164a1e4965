import LinearAlgebra
import Testing

@testable import Datasets

/// What every format promises alike.
@Suite struct TableReaderTests {
  /// The same three rows of two numbers as a file of the format.
  private func bytes(_ format: DataRequest.Format) throws -> [UInt8] {
    switch format {
    case .csv: Array("a,b\n0,1\n2,3\n4,5\n".utf8)
    case .tsv: Array("a\tb\n0\t1\n2\t3\n4\t5\n".utf8)
    case .idx: BinaryFiles.idx(type: 8, dimensions: [3, 2], values: Array(0..<6))
    case .npy: BinaryFiles.npy("|u1", shape: "(3, 2)", values: Array(0..<6))
    case .svmlight: Array("0 1:1\n2 1:3\n4 1:5\n".utf8)
    case .sqlite: try FixtureFile.bytes("numbers.sqlite")
    }
  }

  @Test(arguments: DataRequest.Format.allCases)
  func formatsAgree(_ format: DataRequest.Format) throws {
    let folder = try TemporaryFolder()
    let plain = try bytes(format)
    for (name, bytes) in [("plain", plain), ("packed", try folder.gzipped(plain))] {
      let file = DataRequest.FilePath(try folder.file(name, bytes))
      // The name says nothing, so the first bytes have to.
      #expect(try DataRequest.Format.inferred(for: file) == format)
      let reader = TableReaderCatalog.reader(for: format)
      let table = try reader.read(file, options: ReadingOptions())
      #expect(table.rowCount == 3)
      #expect(table.columns.map(\.values.numberElements) == [[0, 2, 4], [1, 3, 5]])
      #expect(table.sources[0].sha256 == SHA256.digest(of: bytes))
      #expect(table.sources[0].byteCount == bytes.count)
      let limited = try reader.read(file, options: ReadingOptions(limit: 2))
      #expect(limited.columns.map(\.values.numberElements) == [[0, 2], [1, 3]])
    }
  }

  @Test(arguments: DataRequest.Format.allCases)
  func missingAndEmptyFilesAndFoldersAreDiagnostics(_ format: DataRequest.Format) throws {
    let folder = try TemporaryFolder()
    let reader = TableReaderCatalog.reader(for: format)
    #expect(throws: DatasetError.self) {
      try reader.read(DataRequest.FilePath("\(folder.path)/none"), options: ReadingOptions())
    }
    #expect(throws: DatasetError.self) {
      try reader.read(DataRequest.FilePath(folder.path), options: ReadingOptions())
    }
    let empty = try folder.file("empty", "")
    #expect(throws: DatasetError.self) {
      try reader.read(DataRequest.FilePath(empty), options: ReadingOptions())
    }
  }

  @Test func namesTellFormats() throws {
    let formats: [(String, DataRequest.Format)] = [
      ("a.csv", .csv), ("a.CSV.gz", .csv), ("a.tsv", .tsv), ("a.tab.gz", .tsv), ("a.npy", .npy),
    ]
    for (name, format) in formats {
      #expect(try DataRequest.Format.inferred(for: DataRequest.FilePath(name)) == format)
    }
  }
}
