import Foundation
import Testing

@testable import Memory

/// One after the other: the file belongs to the whole process.
@Suite(.serialized) struct ScratchMemoryTests {
  private let folder = FileManager.default.currentDirectoryPath

  /// A number that tells its place, so that a page in the wrong place is seen.
  private static func value(_ i: Int) -> Double { Double(i &* 2_654_435_761 % 1_000_003) }

  @Test func keepsSmallArraysInMemoryAndLargeOnesInTheFile() throws {
    try ScratchMemory.begin(in: folder)
    defer { ScratchMemory.end() }
    let small = [UInt8](repeating: 1, count: ScratchMemory.threshold / 2)
    let large = [UInt8](repeating: 1, count: ScratchMemory.threshold)
    #expect(!ScratchMemory.holds(small))
    #expect(ScratchMemory.holds(large))
    #expect(ScratchMemory.byteCount >= ScratchMemory.threshold)
  }

  @Test func leavesEverythingInMemoryUnlessAsked() {
    let large = [Double](repeating: 1, count: 1 << 20)
    #expect(!ScratchMemory.holds(large))
  }

  @Test func givesTheFileItsRoomBack() throws {
    try ScratchMemory.begin(in: folder)
    defer { ScratchMemory.end() }
    let before = ScratchMemory.byteCount
    for _ in 0..<4 {
      let large = [Double](repeating: 2, count: 1 << 20)
      #expect(ScratchMemory.byteCount >= before + large.count * 8)
    }
    #expect(ScratchMemory.byteCount == before)
  }

  @Test func growsAnArrayThatIsInTheFile() throws {
    try ScratchMemory.begin(in: folder)
    defer { ScratchMemory.end() }
    var grown: [Double] = []
    for i in 0..<1_500_000 { grown.append(Self.value(i)) }
    #expect(ScratchMemory.holds(grown))
    #expect(grown.capacity < 2 * grown.count + 1024)
    #expect(grown.indices.allSatisfy { grown[$0] == Self.value($0) })
  }

  @Test func copiesOnWrite() throws {
    try ScratchMemory.begin(in: folder)
    defer { ScratchMemory.end() }
    let first = [Double](repeating: 3, count: 1 << 18)
    var second = first
    second[7] = 8
    #expect(first[7] == 3)
    #expect(second[7] == 8)
  }

  @Test func resizesWhatCAllocated() throws {
    try ScratchMemory.begin(in: folder)
    defer { ScratchMemory.end() }
    let count = 3 << 20
    let block = try #require(malloc(1000))
    memset(block, 7, 1000)
    let large = try #require(realloc(block, count))
    let bytes = large.assumingMemoryBound(to: UInt8.self)
    #expect((0..<1000).allSatisfy { bytes[$0] == 7 })
    memset(large, 9, count)
    let small = try #require(realloc(large, 500)).assumingMemoryBound(to: UInt8.self)
    #expect((0..<500).allSatisfy { small[$0] == 9 })
    free(small)
    let zeros = try #require(calloc(count, 1)).assumingMemoryBound(to: UInt8.self)
    #expect((0..<count).allSatisfy { zeros[$0] == 0 })
    free(zeros)
  }

  /// 200 MB of arrays, written and then read by two threads, with 16 MB allowed in memory.
  @Test func boundsWhatIsResident() throws {
    try ScratchMemory.begin(in: folder, residentLimit: 16 << 20)
    defer { ScratchMemory.end() }
    let count = 2_500_000
    let before = try Resident.bytes()
    var greatest = 0
    let arrays = try (0..<10).map { k in
      let array = [Double](unsafeUninitializedCapacity: count) { buffer, filled in
        for i in 0..<count { buffer[i] = Self.value(i + k) }
        filled = count
      }
      greatest = max(greatest, try Resident.bytes() - before)
      return array
    }
    #expect(arrays.allSatisfy { ScratchMemory.holds($0) })
    DispatchQueue.concurrentPerform(iterations: 2) { _ in
      for (k, array) in arrays.enumerated() {
        let wrong = array.withUnsafeBufferPointer { numbers in
          var wrong = 0
          for i in 0..<count where numbers[i] != Self.value(i + k) { wrong += 1 }
          return wrong
        }
        #expect(wrong == 0)
      }
    }
    greatest = max(greatest, try Resident.bytes() - before)
    #expect(greatest < 100 << 20, "\(greatest >> 20) MB resident of 200 MB")
  }

  @Test func saysWhyAFolderCannotHoldIt() {
    // The first file of the process stays, so that only a process of its own sees the failure;
    // the words are what can be tested here.
    let failure = ScratchFailure(folder: "/nowhere", code: ENOENT)
    #expect(failure.reason == "No such file or directory")
  }
}

/// What the process has in memory now.
enum Resident {
  static func bytes() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    return (Int(text.split(separator: " ")[1]) ?? 0) * 4096
  }
}
