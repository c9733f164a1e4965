import Glibc
import Text

@testable import Datasets

extension FuzzTarget {
  /// A table of data in a format.
  static func table(_ format: String) -> FuzzTarget {
    FuzzTarget(
      name: format, seeds: { try $0.committed(format) },
      read: { _, _ in
        // Arrays are read without labels up to the error that says so, with the input itself as labels, and
        // with the labels of the seeds.
        let isArray = format == "idx" || format == "npy"
        let sound = "\(Workshop.labels)/\(format)"
        for labels in isArray ? [nil, Workshop.input, sound] : [nil] {
          var request = DataRequest(
            source: .file(DataRequest.FilePath(Workshop.input, labels: labels)),
            split: SplitRequest(method: .random, dev: 0.2, test: 0.2, seed: 1))
          request.format = DataRequest.Format(rawValue: format)
          if labels == nil { request.target = format == "npy" || format == "idx" ? "0" : "y" }
          do {
            _ = try DatasetLoader().load(request)
          } catch is DatasetError where isArray && labels != sound {
            // Read up to here; with sound labels it may be read to its end.
          }
        }
      })
  }

  /// A table as the cache keeps it, with the digest that its bytes have.
  static let cache = FuzzTarget(
    name: "cache",
    seeds: { workshop in
      try tableFiles().map { try workshop.bytes(of: $0) }
    },
    read: { bytes, workshop in
      var bytes = bytes
      let prefix = ColumnarFile.prefixByteCount
      if bytes.count > prefix {
        let digest = Array(SHA256.digest(of: Array(bytes[prefix...])).utf8)
        for index in 0..<SHA256.byteCount {
          let pair = String(decoding: digest[2 * index...2 * index + 1], as: UTF8.self)
          bytes[24 + index] = UInt8(pair, radix: 16) ?? 0
        }
      }
      try workshop.write(bytes, to: "kept.table")
      guard let table = ColumnarFile.read("kept.table")?.table else { return }
      for column in table.columns { _ = column.asNumbers(style: CSVOptions().numberStyle) }
    })

  /// The tables that the cache makes of the seeds.
  private static func tableFiles() throws -> [String] {
    // A table is only kept of a file that was not written a moment before.
    while FileStamp(path: "tiny.csv")?.isSettled() == false { sleep(1) }
    var request = DataRequest(
      source: .file(DataRequest.FilePath("tiny.csv")), target: "y",
      split: SplitRequest(method: .random, dev: 0.2, test: 0.2, seed: 1))
    request.cache = "tables"
    return try DatasetLoader().load(request).cacheUses.map(\.place)
  }
}
