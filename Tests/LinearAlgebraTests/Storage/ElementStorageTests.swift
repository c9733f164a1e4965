import Foundation
import LinearAlgebra
import Testing

@Suite struct ElementStorageTests {
  /// A file that takes every array of at least 8 bytes.
  private let file: ScratchFile

  init() throws {
    file = try ScratchFile(in: FileManager.default.temporaryDirectory.path, leastByteCount: 8)
  }

  private func mapped(_ elements: [Double]) -> ElementStorage<Double> {
    ElementStorage(joining: [ElementStorage(elements)], in: file)
  }

  @Test func elementsInAFileAreThoseInMemory() {
    let elements = (0..<2000).map { Double($0) / 7 }
    let storage = mapped(elements)
    #expect(storage.isMapped)
    #expect(storage.count == 2000)
    #expect(storage == ElementStorage(elements))
    #expect(storage.array == elements)
    #expect(Array(storage[3..<6]) == Array(elements[3..<6]))
    #expect(storage.withUnsafeBufferPointer { $0.reduce(0, +) } == elements.reduce(0, +))
  }

  @Test func fewElementsStayInMemory() throws {
    let large = try ScratchFile(in: FileManager.default.temporaryDirectory.path)
    #expect(!ElementStorage<Double>(repeating: 1, count: 131_071, in: large).isMapped)
    #expect(ElementStorage<Double>(repeating: 1, count: 131_072, in: large).isMapped)
    #expect(!ElementStorage<Double>([1, 2]).isMapped)
  }

  @Test func aChangedCopyLeavesTheOriginalAsItWas() {
    for original in [mapped([1, 2, 3]), ElementStorage([1, 2, 3])] {
      var copy = original
      copy[1] = 7
      copy[1] *= 2
      var other = original
      other.withUnsafeMutableBufferPointer { $0[0] = -1 }
      #expect(original.array == [1, 2, 3])
      #expect(copy.array == [1, 14, 3])
      #expect(other.array == [-1, 2, 3])
      #expect(copy.isMapped == original.isMapped)
    }
  }

  @Test func theSoleOwnerChangesElementsInPlace() {
    var storage = mapped([1, 2, 3])
    let before = storage.withUnsafeBufferPointer { $0.baseAddress }
    storage[2] = 9
    #expect(storage.withUnsafeBufferPointer { $0.baseAddress } == before)
    #expect(storage == [1, 2, 9])
  }

  @Test func aMatrixMadeOfOneInAFileIsInThatFile() {
    let rows = Matrix(rowCount: 3, columnCount: 2, storage: mapped([1, 2, 3, 4, 5, 6]))
    let inMemory = Matrix(rowCount: 3, columnCount: 2, storage: [1, 2, 3, 4, 5, 6])
    #expect(rows.rows(at: [2, 0]).storage.isMapped)
    #expect(rows.rows(at: [2, 0]).storage == [5, 6, 1, 2])
    #expect(rows.transposed.storage.isMapped)
    #expect(rows.transposed == inMemory.transposed)
    #expect(rows.converted(to: Float.self).storage.isMapped)
    #expect(rows.converted(to: Float.self).storage == [1, 2, 3, 4, 5, 6])
    #expect(rows.product(with: inMemory.transposed) == inMemory.product(with: inMemory.transposed))
    #expect(rows.gram() == inMemory.gram())
  }

  @Test(arguments: [true, false]) func elementsGrowAsTheyAreRead(isInFile: Bool) {
    var growing = GrowingElements<Int32>(capacity: 4, in: isInFile ? file : nil)
    var capacity = 4
    for i in 0..<5000 {
      if i == capacity {
        growing.grow(to: capacity * 2, keeping: capacity)
        capacity *= 2
      }
      growing.base[i] = Int32(i * 3)
    }
    let storage = growing.finish(count: 5000)
    #expect(storage.isMapped == isInFile)
    #expect(storage.array == (0..<5000).map { Int32($0 * 3) })
  }

  @Test func manyElementsThatGrewAreAValueOfTheirOwn() {
    var growing = GrowingElements<Double>(capacity: 4, in: nil)
    growing.grow(to: 20_000, keeping: 0)
    for i in 0..<10_000 { growing.base[i] = Double(i) }
    let original = growing.finish(count: 10_000)
    #expect(!original.isMapped)
    #expect(original.file == nil)
    #expect(original.array == (0..<10_000).map(Double.init))
    var copy = original
    copy[5] = -1
    #expect(original[5] == 5)
    #expect(copy[5] == -1)
    // The only owner of the elements changes them where they are.
    let place = copy.withUnsafeBufferPointer { $0.baseAddress }
    copy.withUnsafeMutableBufferPointer { $0[6] = -2 }
    #expect(copy.withUnsafeBufferPointer { $0.baseAddress } == place)
    #expect(copy[6] == -2)
    #expect(copy != original)
  }
}
