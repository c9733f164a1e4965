import Randomness
import Testing

@testable import Datasets

@Suite struct LevelTableTests {
  private func code(_ text: String, in table: inout LevelTable) -> Int32 {
    (Array(text.utf8) + [UInt8](repeating: 0x2C, count: 16)).withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { table.code(of: $0, count: text.utf8.count) } ?? -2
    }
  }

  @Test func numbersTextsInOrderOfAppearance() {
    var table = LevelTable()
    defer { table.deallocate() }
    #expect(code("b", in: &table) == 0)
    #expect(code("a", in: &table) == 1)
    #expect(code("b", in: &table) == 0)
    // Texts that share their first eight bytes, or are nothing but zeros.
    #expect(code("12345678", in: &table) == 2)
    #expect(code("123456789", in: &table) == 3)
    #expect(code("1234567890", in: &table) == 4)
    #expect(code("\0", in: &table) == 5)
    #expect(code("\0\0", in: &table) == 6)
    #expect(code("123456789", in: &table) == 3)
  }

  @Test func missingTextsHaveNoNumber() {
    var table = LevelTable()
    defer { table.deallocate() }
    table.addMissing([])
    table.addMissing(Array("?".utf8))
    table.addMissing(Array("?".utf8))
    #expect(code("?", in: &table) == -1)
    #expect(code("x", in: &table) == 0)
    #expect(code("", in: &table) == -1)
    #expect(table.count == 1)
  }

  @Test(arguments: UInt64(0)..<5)
  func agreesWithADictionary(seed: UInt64) {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    var table = LevelTable()
    defer { table.deallocate() }
    var known: [String: Int32] = [:]
    for _ in 0..<20_000 {
      let text =
        String(
          repeating: "x", count: generator.integer(below: 12))
        + String(generator.integer(below: 3000))
      let expected = known[text] ?? Int32(known.count)
      known[text] = expected
      #expect(code(text, in: &table) == expected)
    }
    var levels = [String](repeating: "", count: table.count)
    table.forEachLevel { levels[$0] = String(decoding: $1, as: UTF8.self) }
    #expect(levels == known.sorted { $0.value < $1.value }.map(\.key))
  }
}
