import Foundation
import LinearAlgebra
import Testing

@Suite struct ScratchFileTests {
  let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  @Test func aFileInAFolderHasNoName() throws {
    let file = try ScratchFile(in: folder)
    #expect(names == [])
    #expect(file.peakByteCount == 0)
  }

  @Test func theRoomOfAnArrayIsFreeWhenItIsGone() throws {
    let file = try ScratchFile(in: folder)
    for _ in 0..<3 { _ = ElementStorage<UInt8>(repeating: 1, count: 2 << 20, in: file) }
    #expect(file.peakByteCount == 2 << 20)
  }

  @Test func aKeptFileIsMappedAgain() throws {
    let file = try ScratchFile(path: folder + "/part", reserved: 64, leastByteCount: 8)
    #expect(names == ["part"])
    let first = ElementStorage<Double>(count: 3, in: file) { buffer in
      for i in 0..<3 { buffer.initializeElement(at: i, to: Double(i) / 2) }
    }
    // The second is in memory and is appended.
    let places = [try file.offset(of: first), try file.offset(of: ElementStorage([7.5, 8.5]))]
    try file.write([1, 2, 3], at: 0)
    try file.keep(as: folder + "/kept")
    #expect(names == ["kept"])
    let kept = try #require(MappedFile(path: folder + "/kept"))
    #expect(kept.elements(UInt8.self, at: 0, count: 3) == [1, 2, 3])
    #expect(kept.elements(Double.self, at: places[0], count: 3) == [0, 0.5, 1])
    var second = try #require(kept.elements(Double.self, at: places[1], count: 2))
    #expect(second == [7.5, 8.5])
    // A file that is read only is never changed: the elements move to memory.
    second[0] = 1
    #expect(!second.isMapped)
    #expect(kept.elements(Double.self, at: places[1], count: 1) == [7.5])
    #expect(kept.elements(Double.self, at: places[1], count: 3) == nil)
    #expect(kept.elements(Double.self, at: places[1] + 4, count: 1) == nil)
    #expect(kept.elements(Double.self, at: -8, count: 1) == nil)
  }

  @Test func aFileThatIsNotKeptIsRemoved() throws {
    do { _ = try ScratchFile(path: folder + "/part", reserved: 0) }
    #expect(names == [])
  }

  @Test func theReasonOfAFailureIsTheSystems() {
    #expect(throws: StorageFailure(code: ENOENT)) { try ScratchFile(in: folder + "/none") }
    #expect(StorageFailure(code: ENOENT).reason == "No such file or directory")
    #expect(MappedFile(path: folder + "/none") == nil)
  }
}
