import Randomness
import Testing

@testable import Datasets

/// Damaged files of every format give rows or a diagnostic, never a crash.
@Suite struct FuzzTests {
  private static let seeds = Array(UInt64(0)..<12)

  private func expectRowsOrDiagnostics(
    _ original: [UInt8], format: DataRequest.Format, seed: UInt64, csv: CSVOptions = CSVOptions()
  ) throws {
    let folder = try TemporaryFolder()
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic, epoch: original.count)
    for round in 0..<25 {
      let path = try folder.file("damaged", damaged(original, &generator))
      do {
        let table = try TableReaderCatalog.reader(for: format).read(
          DataRequest.FilePath(path), options: ReadingOptions(csv: csv))
        #expect(table.rowCount > 0)
        for column in table.columns {
          #expect(column.values.count == table.rowCount, "seed \(seed), round \(round)")
        }
      } catch let error as DatasetError {
        #expect(!error.diagnostics.isEmpty, "seed \(seed), round \(round)")
      }
    }
  }

  /// Bytes changed, taken out, put in or doubled, and the end cut off.
  private func damaged(_ bytes: [UInt8], _ generator: inout CounterBasedGenerator) -> [UInt8] {
    var bytes = bytes
    let special: [UInt8] = [0, 0x0A, 0x0D, 0x22, 0x2C, 0xFF, 0x30, 0x2E, 0x20]
    for _ in 0..<(1 + generator.integer(below: 4)) where !bytes.isEmpty {
      let place = generator.integer(below: bytes.count)
      let byte = special[generator.integer(below: special.count)]
      switch generator.integer(below: 6) {
      case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
      case 1: bytes[place] = byte
      case 2: bytes.remove(at: place)
      case 3: bytes.insert(byte, at: place)
      case 4: bytes.removeSubrange(place...)
      default: bytes += bytes[place...].prefix(64)
      }
    }
    return bytes
  }

  private static let text = Array(
    "id,name,size\n1,\"a, b\",2.5\r\n2,\"c \"\"d\"\"\",-1e300\n\n3,?,NA\n4,é,0.1\n".utf8)

  @Test(arguments: seeds) func damagedText(seed: UInt64) throws {
    try expectRowsOrDiagnostics(Self.text, format: .csv, seed: seed)
    try expectRowsOrDiagnostics(
      Self.text, format: .csv, seed: seed, csv: CSVOptions(isTrimmed: true, comment: "#"))
    try expectRowsOrDiagnostics(Self.text, format: .tsv, seed: seed)
  }

  @Test(arguments: seeds) func damagedSparseRows(seed: UInt64) throws {
    try expectRowsOrDiagnostics(
      FixtureFile.bytes("one-based.svm"), format: .svmlight, seed: seed)
  }

  @Test(arguments: seeds) func damagedDatabases(seed: UInt64) throws {
    try expectRowsOrDiagnostics(FixtureFile.bytes("numbers.sqlite"), format: .sqlite, seed: seed)
  }

  @Test(arguments: seeds) func damagedGzip(seed: UInt64) throws {
    let packed = try TemporaryFolder().gzipped(Self.text)
    try expectRowsOrDiagnostics(packed, format: .csv, seed: seed)
  }

  @Test(arguments: seeds) func damagedArrays(seed: UInt64) throws {
    let idx = BinaryFiles.idx(type: 8, dimensions: [5, 2, 3], values: Array(0..<30))
    try expectRowsOrDiagnostics(idx, format: .idx, seed: seed)
    let npy = BinaryFiles.npy("<f8", shape: "(3, 2)", values: [UInt8](repeating: 1, count: 48))
    try expectRowsOrDiagnostics(npy, format: .npy, seed: seed)
  }
}

extension Column.Values {
  fileprivate var count: Int {
    switch self {
    case .numbers(let numbers): numbers.count
    case .bytes(let bytes): bytes.count
    case .categories(let codes, _): codes.count
    }
  }
}
