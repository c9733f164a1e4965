import Foundation
import Testing

@testable import Runs

@Suite struct CheckpointFileTests {
  private func damage(_ bytes: [UInt8]) -> CheckpointDamage? {
    do throws(CheckpointDamage) {
      _ = try CheckpointFile.content(of: bytes)
      return nil
    } catch { return error }
  }

  @Test func givesBackWhatWasWritten() throws {
    for content in [[], [10, 10, 0, 255], Array("assay-checkpoint 1\n".utf8)] as [[UInt8]] {
      #expect(try CheckpointFile.content(of: CheckpointFile.bytes(of: content)) == content)
    }
  }

  /// The published test vectors of FNV-1a.
  @Test(arguments: [
    ("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8"),
  ])
  func sumsAsPublished(text: String, sum: String) {
    #expect(CheckpointFile.checksum(of: Array(text.utf8)[...]) == sum)
  }

  @Test func aFileCutOffAnywhereIsDamaged() {
    let bytes = CheckpointFile.bytes(of: Array(0..<200))
    for count in bytes.indices { #expect(damage(Array(bytes[..<count])) != nil, "\(count)") }
    #expect(
      damage(bytes.dropLast(3) as [UInt8])?.description == "it has 197 bytes of 200")
    #expect(
      damage(Array(bytes.prefix(9)))?.description
        == "its first line is not that of a checkpoint")
  }

  @Test func anyBitThatFlipsIsSeen() {
    let bytes = CheckpointFile.bytes(of: Array(0..<100))
    for index in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << UInt8(bit)
        // An upper-case digit of the checksum is another text.
        #expect(damage(changed) != nil, "byte \(index), bit \(bit)")
      }
    }
    var changed = bytes
    changed[bytes.count - 1] ^= 1
    #expect(damage(changed)?.description == "its checksum is wrong")
  }

  @Test func refusesALaterFormat() {
    #expect(
      damage(Array("assay-checkpoint 2 whatever\n".utf8))?.description
        == "it was written by a later Assay (format 2; this one reads up to 1)")
  }

  @Test func keepsTheOneBeforeTheLatest() throws {
    let temporary = try TemporaryStore()
    let run = try temporary.store.create(experiment: "iris", startedAt: TemporaryStore.start)
    let listing = try temporary.store.resolve("latest")
    func contents() throws -> [[UInt8]?] {
      try [CheckpointFile.name, CheckpointFile.previousName].map {
        try temporary.store.checkpoint($0, of: listing)
      }
    }
    #expect(try contents() == [nil, nil])
    try run.writeCheckpoint([1])
    #expect(try contents() == [[1], nil])
    try run.writeCheckpoint([2])
    try run.writeCheckpoint([3])
    #expect(try contents() == [[3], [2]])
    try run.removeCheckpoints()
    #expect(try contents() == [nil, nil])
    try run.removeCheckpoints()
  }
}
