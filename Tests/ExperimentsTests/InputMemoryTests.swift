import Datasets
import Diagnostics
import Testing

@testable import Experiments

@Test func inputsMustFitIntoMemory() throws {
  let wide = InputMemory(inputCount: 90_000, rowCount: 10, bytesPerInput: 8, hasSquares: true)
  // 90,000 · 10 · 8 bytes of inputs and 90,000² · 8 bytes of their products.
  #expect(wide.byteCount == 7_200_000 + 64_800_000_000)
  let error = #expect(throws: DatasetError.self) { try wide.requireFits(in: 24_000_000_000) }
  #expect(
    error?.diagnostics.map(\.message) == [
      "the inputs must fit into this machine's memory, 24.0 GB; got 90,000 inputs, which need at "
        + "least 64.8 GB"
    ])
  #expect(error?.isDataInvalid == true)
  try InputMemory(inputCount: 90_000, rowCount: 10, bytesPerInput: 8, hasSquares: false)
    .requireFits(in: 24_000_000_000)
}
