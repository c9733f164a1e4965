import LinearAlgebra
import Testing

@testable import Datasets

@Suite struct IDXReaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func failure(_ bytes: [UInt8], labels: [UInt8]? = nil) throws -> [String] {
    let path = try folder.file("images", bytes)
    let labelPath = try labels.map { try folder.file("labels", $0) }
    do {
      _ = try IDXReader().read(
        DataRequest.FilePath(path, labels: labelPath), options: ReadingOptions())
      return []
    } catch let error as DatasetError { return folder.messages(of: error) }
  }

  @Test func imagesAreColumnsOfBytes() throws {
    let images = BinaryFiles.idx(type: 8, dimensions: [3, 2, 2], values: Array(0..<12))
    let labels = BinaryFiles.idx(type: 8, dimensions: [3], values: [7, 0, 9])
    let file = DataRequest.FilePath(
      try folder.file("images", try folder.gzipped(images)),
      labels: try folder.file("labels", labels))
    let table = try IDXReader().read(file, options: ReadingOptions())
    #expect(table.columns.map(\.name) == ["pixel_0", "pixel_1", "pixel_2", "pixel_3", "label"])
    #expect(table.columns[1].values.byteElements == [1, 5, 9])
    #expect(table.columns[4].numbers == [7, 0, 9])
    #expect(table.sources.map(\.sha256)[1] == SHA256.digest(of: labels))
    let short = try IDXReader().read(file, options: ReadingOptions(limit: 2))
    #expect(short.columns[3].values.byteElements == [3, 7])
    #expect(short.columns[4].numbers == [7, 0])
  }

  @Test func everyTypeIsReadBigEndian() throws {
    let cases: [(UInt8, [UInt8], [Double])] = [
      (9, [0xFF, 2], [-1, 2]),
      (0x0B, BinaryFiles.bigEndian(Int16(-300)) + BinaryFiles.bigEndian(Int16(7)), [-300, 7]),
      (
        0x0C, BinaryFiles.bigEndian(Int32(-70_000)) + BinaryFiles.bigEndian(Int32(1)), [-70_000, 1]
      ),
      (
        0x0D,
        BinaryFiles.bigEndian(Float(0.5).bitPattern) + BinaryFiles.bigEndian(Float(3).bitPattern),
        [0.5, 3]
      ),
      (
        0x0E, BinaryFiles.bigEndian((0.1).bitPattern) + BinaryFiles.bigEndian((-2.0).bitPattern),
        [0.1, -2]
      ),
    ]
    for (type, values, expected) in cases {
      let path = try folder.file("v", BinaryFiles.idx(type: type, dimensions: [2], values: values))
      let table = try IDXReader().read(DataRequest.FilePath(path), options: ReadingOptions())
      #expect(table.columns.map(\.name) == ["value_0"])
      #expect(table.columns[0].numbers == expected, "type \(type)")
    }
  }

  @Test func wrongFilesAreRefused() throws {
    #expect(
      try failure(BinaryFiles.idx(type: 8, dimensions: [3, 2], values: [1, 2, 3])) == [
        "error: \"images\" must have 6 bytes of values for its shape 3 × 2; got 3"
      ])
    #expect(
      try failure([1, 2, 3]) == [
        "error: \"images\" must be an IDX file, which begins with two zero bytes; got [1, 2, 3]"
      ])
    #expect(
      try failure([0, 0, 5, 1, 0, 0, 0, 0]) == [
        "error: \"images\" must have a type of 8, 9, 11, 12, 13 or 14 in its third byte; got 5"
      ])
    #expect(
      try failure(BinaryFiles.idx(type: 8, dimensions: [0], values: [])) == [
        "error: \"images\" must have rows; got the shape [0]"
      ])
    let huge = [UInt8](repeating: 0xFF, count: 16)
    #expect(
      try failure([0, 0, 0x0E, 4] + huge) == [
        "error: \"images\" must have dimensions that fit in memory; got too many"
      ])
    #expect(
      try failure(
        BinaryFiles.idx(type: 8, dimensions: [2, 1], values: [1, 2]),
        labels: BinaryFiles.idx(type: 8, dimensions: [3], values: [0, 1, 2])) == [
          "error: \"labels\" must hold one label for each of the 2 rows of \"images\"; got the shape "
            + "[3]"
        ])
  }

  /// 64 MB of zeros behind a head that speaks of six bytes, in 64 kB.
  @Test func theHeadIsJudgedBeforeTheValuesAreRead() throws {
    let packed = try folder.gzipped(
      BinaryFiles.idx(type: 8, dimensions: [3, 2], values: [UInt8](repeating: 0, count: 1 << 26)))
    #expect(packed.count < 1 << 17)
    #expect(
      try failure(packed) == [
        "error: \"images\" must have 6 bytes of values for its shape 3 × 2; got more"
      ])
  }

  @Test func aTableHasALimitOfColumns() throws {
    #expect(
      try failure(BinaryFiles.idx(type: 8, dimensions: [1, 100_001], values: [])) == [
        "error: \"images\" must have at most 100,000 columns; got 100,001"
      ])
  }
}
