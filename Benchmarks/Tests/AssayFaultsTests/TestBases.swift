import Foundation
import Testing

@testable import AssayFaults

/// The bases with their data in a folder of the tests, wherever these are run from.
let testBases: [Base] = {
  let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    .standardized.path
  let folder = FileManager.default.temporaryDirectory.appending(path: "assay-faults-tests").path
  do {
    try GeneratedData.write(to: folder, datasets: "\(root)/datasets")
    return try (1...8).map { number in
      let path = "\(root)/Benchmarks/faults/bases/B\(number).yaml"
      let text = try String(contentsOfFile: path, encoding: .utf8)
        .replacing("source: .build/faults/data/", with: "source: \(folder)/")
        .replacing("source: datasets/", with: "source: \(root)/datasets/")
      return try Base(name: "B\(number)", path: path, text: text)
    }
  } catch {
    Issue.record("\(error)")
    return []
  }
}()
