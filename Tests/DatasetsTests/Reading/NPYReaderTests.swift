import LinearAlgebra
import Testing

@testable import Datasets

@Suite struct NPYReaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ bytes: [UInt8], labels: [UInt8]? = nil) throws -> FileTable {
    let path = try folder.file("x.npy", bytes)
    let labelPath = try labels.map { try folder.file("y.npy", $0) }
    return try NPYReader().read(
      DataRequest.FilePath(path, labels: labelPath), options: ReadingOptions(target: "y"))
  }

  private func failure(_ bytes: [UInt8], labels: [UInt8]? = nil) -> [String] {
    do {
      _ = try read(bytes, labels: labels)
      return []
    } catch let error as DatasetError {
      return folder.messages(of: error)
    } catch { return ["\(error)"] }
  }

  @Test(arguments: [UInt8(1), 2, 3])
  func readsMatricesRowByRow(version: UInt8) throws {
    let values = (0..<6).flatMap { BinaryFiles.littleEndian((Double($0) / 4).bitPattern) }
    let table = try read(
      BinaryFiles.npy("<f8", shape: "(3, 2)", values: values, version: version),
      labels: BinaryFiles.npy(
        "<i8", shape: "(3,)", values: [4, 5, -6].flatMap(BinaryFiles.littleEndian)))
    #expect(table.columns.map(\.name) == ["x0", "x1", "y"])
    #expect(table.columns[0].numbers == [0, 0.5, 1])
    #expect(table.columns[1].numbers == [0.25, 0.75, 1.25])
    #expect(table.columns[2].numbers == [4, 5, -6])
  }

  @Test func readsColumnsOfColumnMajorMatrices() throws {
    let values = (0..<6).flatMap { BinaryFiles.bigEndian(Float($0).bitPattern) }
    let table = try read(
      BinaryFiles.npy(">f4", shape: "(3, 2)", values: values, isColumnMajor: true))
    #expect(table.columns[0].numbers == [0, 1, 2])
    #expect(table.columns[1].numbers == [3, 4, 5])
  }

  @Test func everyWholeTypeIsRead() throws {
    func column(_ descriptor: String, _ values: [UInt8]) throws -> [Double] {
      let column = try read(BinaryFiles.npy(descriptor, shape: "(2,)", values: values)).columns[0]
      return column.values.numberElements.array
    }
    #expect(try column("|u1", [1, 255]) == [1, 255])
    #expect(try column("|i1", [1, 255]) == [1, -1])
    #expect(try column("|b1", [0, 1]) == [0, 1])
    #expect(try column("<u2", [1, 0, 0, 1]) == [1, 256])
    #expect(try column(">i2", [0xFF, 0xFE, 0, 3]) == [-2, 3])
    #expect(try column("<u4", [255, 255, 255, 255, 1, 0, 0, 0]) == [4_294_967_295, 1])
    #expect(try column("<i4", [255, 255, 255, 255, 1, 0, 0, 0]) == [-1, 1])
    #expect(try column("<u8", [1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]) == [1, 2])
  }

  @Test func wrongFilesAreRefused() {
    #expect(
      failure([1, 2, 3]) == [
        "error: \"x.npy\" must be an .npy file of version 1, 2 or 3; got other bytes at its start"
      ])
    #expect(
      failure(BinaryFiles.npy("<f8", shape: "(3,)", values: [0, 0])) == [
        "error: \"x.npy\" must have 24 bytes of values for its shape [3]; got 2"
      ])
    #expect(
      failure(BinaryFiles.npy("|O", shape: "(3,)", values: []))[0].hasPrefix(
        "error: \"x.npy\" must hold plain numbers (f4, f8, i1 to i8, u1 to u8, b1); got the header")
    )
    #expect(
      failure(BinaryFiles.npy("<f8", shape: "(1, 1, 1)", values: []))[0].hasPrefix(
        "error: \"x.npy\" must have one or two dimensions; got the header"))
    #expect(
      failure(BinaryFiles.npy("<f8", shape: "(9223372036854775807, 3)", values: []))
        == ["error: \"x.npy\" must have a shape that fits in memory; got [9223372036854775807, 3]"])
    let large = BinaryFiles.littleEndian(Int64(1) << 53 + 1)
    #expect(
      failure(BinaryFiles.npy("<i8", shape: "(1,)", values: large)) == [
        "error: row 1 of \"x.npy\" must be a number that a double holds exactly; got "
          + "9007199254740993"
      ])
  }

  @Test func theHeadIsJudgedBeforeTheValuesAreRead() throws {
    #expect(
      failure(BinaryFiles.npy("|u1", shape: "(3, 2)", values: [UInt8](repeating: 0, count: 7)))
        == ["error: \"x.npy\" must have 6 bytes of values for its shape [3, 2]; got more"])
    #expect(
      failure(BinaryFiles.npy("|u1", shape: "(1, 100001)", values: []))
        == ["error: \"x.npy\" must have at most 100,000 columns; got 100,001"])
    let terabytes = "1000000000000000"
    #expect(
      failure(BinaryFiles.npy("|u1", shape: "(\(terabytes),)", values: [0]))
        == ["error: \"x.npy\" must have a shape that fits in memory; got [\(terabytes)]"])
    let long: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 2, 0, 255, 255, 255, 255]
    #expect(
      failure(long)
        == ["error: \"x.npy\" must have a header of at most 65536 bytes; got 4294967295"])
  }
}
